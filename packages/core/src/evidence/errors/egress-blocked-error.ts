import type { Evidence } from '../record/evidence.ts'
import { limitStack } from '../record/limit-stack.ts'
import { lazyTexts } from './lazy-texts.ts'
import { refusedError, type Refusal } from './refusal.ts'
import { stackText } from './stack-text.ts'

const brand = Symbol.for('agentguard.EgressBlockedError')

/** The parts of a blocked attempt's error. Texts are made only when they are read. */
export interface BlockedSource {
  readonly summary: () => string
  readonly evidence: () => Evidence
}

/**
 * The error that the code under test gets for a blocked attempt.
 *
 * Its `code` is `ERR_EGRESS_BLOCKED`. Its `cause` is the error that Node creates for a connection that the system
 * refuses (`EACCES`), so that code which checks `error.cause.code` keeps working. Recognize it with {@link
 * isEgressBlockedError} and not with `instanceof`, since test runners load several copies of a module.
 */
export class EgressBlockedError extends Error {
  readonly code = 'ERR_EGRESS_BLOCKED'
  /** The attempt, its verdict and where it came from. */
  declare readonly evidence: Evidence

  constructor(source: BlockedSource, cause: unknown, refusal?: Refusal) {
    const restore = limitStack(0)
    super(undefined, { cause })
    restore()
    // Formatting a stack costs more than the whole block, so it waits until the stack is read.
    const { summary, evidence } = source
    const stack = (): string => stackText(`EgressBlockedError: ${summary()}`, evidence().stack)
    lazyTexts(this, { message: summary, stack, evidence })
    Object.defineProperty(this, brand, { value: true })
    if (refusal !== undefined) refusals.set(this, refusal)
  }
}

const refusals = new WeakMap<EgressBlockedError, Refusal>()

/** How the system would have failed the blocked call, if the code should get that error instead: nothing listens there. */
export function refusalOf(error: EgressBlockedError): Refusal | undefined {
  return refusals.get(error)
}

/** Marks Node's own error of a blocked connection for `isEgressBlockedError`, and changes nothing else. */
export function markBlocked<E extends object>(error: E, { evidence }: LazyEvidence): E {
  if (!Object.isExtensible(error)) return error
  Object.defineProperty(error, brand, { value: true })
  return Object.defineProperty(error, 'evidence', { get: evidence, configurable: true })
}

interface LazyEvidence {
  readonly evidence: () => Evidence
}

/** The error that the code gets for a blocked attempt that never reaches a native handle. */
export function visibleError(error: EgressBlockedError): Error {
  const refusal = refusals.get(error)
  if (refusal === undefined) return error
  const { unixPath, host = '', address = isName(host) ? '127.0.0.1' : host, port } = error.evidence
  return markBlocked(refusedError(refusal, unixPath ?? address, port), { evidence: () => error.evidence })
}

const isName = (host: string): boolean => host.endsWith('localhost')

// Defined, not assigned: an assignment fails where a program froze `Error.prototype`.
Object.defineProperty(EgressBlockedError.prototype, 'name', {
  value: 'EgressBlockedError',
  writable: true,
  configurable: true,
})

// Vitest prints all fields of an error, but uses this method where it exists. The error of the test already has the evidence.
Object.defineProperty(EgressBlockedError.prototype, 'toJSON', {
  value(this: EgressBlockedError): object {
    const { name, message, code } = this
    return { name, message, code }
  },
})

/**
 * Whether a value is an {@link EgressBlockedError}, also one from another realm or another copy of this package.
 *
 * @example
 * ```ts
 * import { installGuard, isEgressBlockedError } from '@agentguard/core'
 *
 * const guard = installGuard()
 * try {
 *   await fetchWeather('London')
 * } catch (error) {
 *   // `fetch` throws its own error, with the reason as its cause.
 *   const reason = error instanceof Error ? (error.cause ?? error) : error
 *   if (isEgressBlockedError(reason)) console.log(reason.evidence.host)
 * }
 * guard.uninstall()
 * ```
 */
export function isEgressBlockedError(value: unknown): value is EgressBlockedError {
  return typeof value === 'object' && value !== null && brand in value
}
