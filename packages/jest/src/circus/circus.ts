/** What the adapter reads of jest-circus 29.7 and 30; the types of Jest itself differ between the two. */
export type CircusEvent =
  | { readonly name: 'setup'; readonly runtimeGlobals: { readonly expect: { extend(matchers: object): void } } }
  | { readonly name: 'run_start' }
  | { readonly name: 'run_finish' }
  | { readonly name: 'test_start' | 'test_done' | 'test_retry'; readonly test: CircusTest }
  | { readonly name: 'hook_start' | 'hook_success' | 'hook_failure'; readonly hook: CircusHook }
  | { readonly name: 'describe_retry'; readonly describeBlock: CircusBlock }

export interface CircusState {
  readonly rootDescribeBlock: CircusBlock
  readonly unhandledErrors: unknown[]
}

export interface CircusBlock {
  readonly type: 'describeBlock'
  readonly name: string
  readonly parent?: CircusBlock
  readonly children: readonly (CircusBlock | CircusTest)[]
  readonly hooks: readonly CircusHook[]
}

export interface CircusTest {
  readonly type: 'test'
  readonly name: string
  readonly parent: CircusBlock
  readonly concurrent: boolean
  /** How often it was started, the running one included. */
  readonly invocations: number
  readonly status: 'skip' | 'done' | 'todo' | null
  fn: CircusFunction
  /** Made where the test is written. */
  readonly asyncError?: { readonly stack?: string }
  /** Replaced by another array at times: never keep it. An entry is an error or a tuple that starts with one. */
  readonly errors: unknown[]
}

export interface CircusHook {
  readonly type: 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll'
  fn: CircusFunction
}

export type CircusFunction = (this: unknown, ...args: never[]) => unknown

/** Every test below a block, in the order of the file. */
export function testsOf(block: CircusBlock): CircusTest[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)))
}

/** Every hook of a block and of the blocks below it. */
export function hooksOf(block: CircusBlock): CircusHook[] {
  return [...block.hooks, ...block.children.flatMap((child) => (child.type === 'test' ? [] : hooksOf(child)))]
}

/** The name as a reader of the file knows it: `weather tool > reports the forecast`. */
export function fullName(test: CircusTest): string {
  const names = [test.name]
  // The outermost block is the file's own and has no name that anybody wrote.
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name)
  return names.join(' > ')
}
