import type { Evidence } from '../record/evidence.ts'
import { limitStack } from '../record/limit-stack.ts'
import { lazyText } from './lazy-text.ts'
import { refusedError, type Refusal } from './refusal.ts'
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

  constructor(source: BlockedSource, cause: unknown, refusal?: Refusal) {
    const restore = limitStack(0)
    super(undefined, { cause })
    restore()
    // Formatting a stack costs more than the whole block: it waits until somebody looks.
    lazyText(this, 'message', source.summary)
    const stack = (): string => stackText(`EgressBlockedError: ${source.summary()}`, source.evidence().stack)
    lazyText(this, 'stack', stack, () => stacks.deferred)
    lazyText(this, 'evidence', source.evidence)
    Object.defineProperty(this, brand, { value: true })
    if (refusal !== undefined) refusals.set(this, refusal)
  }
}

const refusals = new WeakMap<EgressBlockedError, Refusal>()

/** How the system would have failed what was blocked, where the code is to see that instead: no one listens there. */
export function refusalOf(error: EgressBlockedError): Refusal | undefined {
  return refusals.get(error)
}

/** Makes Node's own error of a blocked connection one that `isEgressBlockedError` knows; nothing else of it changes. */
export function markBlocked<E extends object>(error: E, { evidence }: LazyEvidence): E {
  if (!Object.isExtensible(error)) return error
  Object.defineProperty(error, brand, { value: true })
  return Object.defineProperty(error, 'evidence', { get: evidence, configurable: true })
}

interface LazyEvidence {
  readonly evidence: () => Evidence
}

/** What the code gets for a blocked attempt that never reaches a native handle. */
export function visibleError(error: EgressBlockedError): Error {
  const refusal = refusals.get(error)
  if (refusal === undefined) return error
  const { unixPath, host = '', address = isName(host) ? '127.0.0.1' : host, port } = error.evidence
  return markBlocked(refusedError(refusal, unixPath ?? address, port), { evidence: () => error.evidence })
}

const isName = (host: string): boolean => host.endsWith('localhost')

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
