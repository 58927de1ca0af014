/** What the adapter reads of jest-circus 29.7 and 30. Jest's own types differ between the two. */
export type CircusEvent =
  | { readonly name: 'setup'; readonly runtimeGlobals: { readonly expect: { extend(matchers: object): void } } }
  | { readonly name: 'run_start' }
  | { readonly name: 'run_finish' }
  | { readonly name: 'test_start' | 'test_fn_start' | 'test_done' | 'test_retry'; readonly test: CircusTest }
  | { readonly name: 'test_fn_success'; readonly test: CircusTest }
  | { readonly name: 'test_fn_failure'; readonly test: CircusTest; readonly error: unknown }
  | { readonly name: 'hook_start' | 'hook_success' | 'hook_failure'; readonly hook: CircusHook }
  | { readonly name: 'describe_retry'; readonly describeBlock: CircusBlock }

export interface CircusState {
  readonly rootDescribeBlock: CircusBlock
  readonly unhandledErrors: unknown[]
  /** In milliseconds, for tests and hooks without a timeout of their own. */
  readonly testTimeout: number
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
  /** How often it was started, including the current run. */
  readonly invocations: number
  readonly status: 'skip' | 'done' | 'todo' | null
  fn: CircusFunction
  readonly timeout?: number
  /** Created where the test is defined. */
  readonly asyncError?: { readonly stack?: string }
  /** Sometimes replaced by another array, so it must not be kept. An entry is an error, or a tuple that begins with one. */
  readonly errors: unknown[]
}

export interface CircusHook {
  readonly type: 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll'
  fn: CircusFunction
  readonly timeout?: number
}

export type CircusFunction = (this: unknown, ...args: never[]) => unknown

/**
 * For how long circus sets its timer after this event, when it calls a test or a hook. It takes the default also for a
 * timeout of 0.
 */
export function timeoutAfter(event: CircusEvent, { testTimeout }: CircusState): number | undefined {
  if (event.name === 'test_fn_start') return event.test.timeout || testTimeout
  return event.name === 'hook_start' ? event.hook.timeout || testTimeout : undefined
}

/** All tests below a block, in the order of the file. */
export function testsOf(block: CircusBlock): CircusTest[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)))
}

/** All hooks of a block and of the blocks below it. */
export function hooksOf(block: CircusBlock): CircusHook[] {
  return [...block.hooks, ...block.children.flatMap((child) => (child.type === 'test' ? [] : hooksOf(child)))]
}

/** The test's name with those of its suites: `weather tool > reports the forecast`. */
export function fullName(test: CircusTest): string {
  const names = [test.name]
  // The outermost block represents the file, and has no name from the user.
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name)
  return names.join(' > ')
}
