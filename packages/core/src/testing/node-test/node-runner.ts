/** What the guard reads of a test, a suite or a hook of `node:test`. Node 22, 24 and 26 have the same. */
export interface NodeTest {
  /** None for the root. */
  readonly parent: NodeTest | null
  readonly hookType?: 'before' | 'beforeEach' | 'afterEach' | 'after'
  readonly passed: boolean
  /** What it failed for is the `cause` of Node's own error. */
  readonly error: { readonly cause?: unknown } | null
  /** Its failure fails nothing. */
  readonly isTodo?: boolean
  readonly hooks: { readonly after: { loc?: object }[] }
}

/** What `node:test` gives to a test, a suite or a hook. */
export interface NodeContext {
  /** `suite > test`. */
  readonly fullName: string
  after(fn: () => unknown): void
}

/** A function of a test, a suite or a hook, as Node calls it. */
export type NodeFunction = (this: unknown, ...args: readonly unknown[]) => unknown

/** The root has no function of the user's: it runs when all tests of the process have ended. */
export type NodeTestKind = 'root' | 'test' | 'suite' | 'hook'

/** What an async resource is of `node:test`; undefined for anything else. */
export function kindOf(resource: object): NodeTestKind | undefined {
  // Node does not export its classes, and most resources are none of them: a look at own fields costs least.
  if (!Object.hasOwn(resource, 'nesting') || !Object.hasOwn(resource, 'hooks')) return undefined
  const { parent, hookType } = resource as NodeTest
  if (hookType !== undefined) return 'hook'
  if (parent === null) return 'root'
  return resource.constructor.name === 'Suite' ? 'suite' : 'test'
}
