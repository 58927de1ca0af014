import type { Evidence } from '../evidence/evidence.ts'
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
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    super(undefined, { cause })
    Error.stackTraceLimit = limit
    lazy(this, 'message', source.summary)
    lazy(this, 'stack', () => stackText(`EgressBlockedError: ${source.summary()}`, source.evidence().stack))
    lazy(this, 'evidence', source.evidence)
    Object.defineProperty(this, brand, { value: true })
  }
}

EgressBlockedError.prototype.name = 'EgressBlockedError'

/** Says whether a value is an `EgressBlockedError`, also one of another realm or another copy of this package. */
export function isEgressBlockedError(value: unknown): value is EgressBlockedError {
  return typeof value === 'object' && value !== null && brand in value
}

/** Formatting a stack costs more than the whole block: it waits until somebody looks. */
function lazy(error: Error, key: 'message' | 'stack' | 'evidence', read: () => unknown): void {
  const settle = (value: unknown): unknown => {
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
    return value
  }
  Object.defineProperty(error, key, { get: () => settle(read()), set: settle, configurable: true, enumerable: false })
}
