/** The fields that the guard reads of a test, a suite or a hook of `node:test`. They are the same in Node 22, 24 and 26. */
export interface NodeTest {
  /** Null for the root. */
  readonly parent: NodeTest | null
  readonly hookType?: 'before' | 'beforeEach' | 'afterEach' | 'after'
  readonly passed: boolean
  /** Node's own error. Its `cause` is the error that the test failed with. */
  readonly error: { readonly cause?: unknown } | null
  /** A failure of a todo fails nothing. */
  readonly isTodo?: boolean
  readonly hooks: { readonly after: { loc?: object }[] }
}

/** The context that `node:test` passes to a test, a suite or a hook. */
export interface NodeContext {
  /** `suite > test`. */
  readonly fullName: string
  after(fn: () => unknown): void
}

/** A function of a test, a suite or a hook, as Node calls it. */
export type NodeFunction = (this: unknown, ...args: readonly unknown[]) => unknown

/** The root has no user function. It runs when all tests of the process have ended. */
export type NodeTestKind = 'root' | 'test' | 'suite' | 'hook'

/** Which kind of `node:test` an async resource is. Undefined for anything else. */
export function kindOf(resource: object): NodeTestKind | undefined {
  // Node does not export its classes, and most resources are none of these. Checking own fields is cheapest.
  if (!Object.hasOwn(resource, 'nesting') || !Object.hasOwn(resource, 'hooks')) return undefined
  const { parent, hookType } = resource as NodeTest
  if (hookType !== undefined) return 'hook'
  if (parent === null) return 'root'
  return resource.constructor.name === 'Suite' ? 'suite' : 'test'
}
