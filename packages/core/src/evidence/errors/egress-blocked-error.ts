import type { Evidence } from '../record/evidence.ts'
import { limitStack } from '../record/limit-stack.ts'
import { lazyText } from './lazy-text.ts'
import { stackText } from './stack-text.ts'

const brand = Symbol.for('agentguard.EgressBlockedError')

/** What a blocked attempt looks like to the error: texts are made only when somebody reads them. */
export interface BlockedSource {
  readonly summary: () => string
  readonly evidence: () => Evidence
}

/**
 * What the code under test sees when an attempt is stopped.
 *
 * `code` is `ERR_EGRESS_BLOCKED`; `cause` is the errno error that Node gives for a connection the system refuses, so that
 * code which looks at `error.cause.code` keeps working. Recognise it with `isEgressBlockedError`, since test runners load
 * several copies of a module.
 */
export class EgressBlockedError extends Error {
  readonly code = 'ERR_EGRESS_BLOCKED'
  declare readonly evidence: Evidence

  constructor(source: BlockedSource, cause: unknown) {
    const restore = limitStack(0)
    super(undefined, { cause })
    restore()
    // Formatting a stack costs more than the whole block: it waits until somebody looks.
    lazyText(this, 'message', source.summary)
    const stack = (): string => stackText(`EgressBlockedError: ${source.summary()}`, source.evidence().stack)
    lazyText(this, 'stack', stack, () => stacks.deferred)
    lazyText(this, 'evidence', source.evidence)
    Object.defineProperty(this, brand, { value: true })
  }
}

/**
 * Runs what reads the stack of an error only so that it is made: Node's streams do, of what they are destroyed with.
 *
 * Ours would be formatted for it, with all evidence, though most code never looks: half the cost of a blocked connection.
 */
export function withoutStacks<T>(run: () => T): T {
  const before = stacks.deferred
  stacks.deferred = true
  try {
    return run()
  } finally {
    stacks.deferred = before
  }
}

// Each copy of this package has its own: the copy that installed the channels makes the errors and calls `withoutStacks`.
const stacks = { deferred: false }

// Programs may have frozen `Error.prototype`, and an assignment would meet its own `name`.
Object.defineProperty(EgressBlockedError.prototype, 'name', {
  value: 'EgressBlockedError',
  writable: true,
  configurable: true,
})

// Vitest prints all fields of an error, and takes them from this where it is there: the error of the test has the evidence.
Object.defineProperty(EgressBlockedError.prototype, 'toJSON', {
  value(this: EgressBlockedError): object {
    const { name, message, code } = this
    return { name, message, code }
  },
})

/** Says whether a value is an `EgressBlockedError`, also one of another realm or another copy of this package. */
export function isEgressBlockedError(value: unknown): value is EgressBlockedError {
  return typeof value === 'object' && value !== null && brand in value
}
