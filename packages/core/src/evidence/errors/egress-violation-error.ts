import { inspect, type InspectOptions } from 'node:util'
import type { Evidence, StackFrame } from '../record/evidence.ts'
import { relativeEvidence } from './relative-evidence.ts'
import { stackText } from './stack-text.ts'

const brand = Symbol.for('agentguard.EgressViolationError')

/**
 * The error that fails a test or call: one or more attempts that the policy does not allow.
 *
 * Its `code` is `ERR_EGRESS_VIOLATION`. If the guarded function also threw, that error is the `cause`. Recognize it
 * with {@link isEgressViolationError} and not with `instanceof`, since test runners load several copies of a module.
 */
export class EgressViolationError extends Error {
  readonly code = 'ERR_EGRESS_VIOLATION'
  /** The attempts, oldest first. Plain JSON and enumerable, so that runners pass them on to reporters. */
  readonly violations: readonly Evidence[]

  constructor(text: string, violations: readonly Evidence[], cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause })
    this.violations = violations
    // Readers need the frames of the attempt, not those of the report.
    this.stack = stackText(`EgressViolationError: ${text}`, framesOf(violations))
    Object.defineProperty(this, brand, { value: true })
    Object.defineProperty(this, 'code', { enumerable: false })
  }
}

/** The content of an error about violations. */
export interface ViolationText {
  readonly text: string
  readonly violations: readonly Evidence[]
  /** Another error of the run explains the destination, so this one shows no code and no stack. */
  readonly isBrief: boolean
}

/** Replaces the text and the violations of an error when there are more. To its runner it stays the same error. */
export function extendViolationError(error: EgressViolationError, { text, violations, isBrief }: ViolationText): void {
  const frames = isBrief ? [] : framesOf(violations)
  Object.assign(error, { violations })
  Object.defineProperty(error, 'message', { value: text, writable: true, configurable: true, enumerable: false })
  error.stack = stackText(`EgressViolationError: ${text}`, frames)
}

/** Runners show the code at the first frame of the project. */
function framesOf([first]: readonly Evidence[]): readonly StackFrame[] {
  if (first === undefined) return []
  return first.from !== undefined && first.fromBy !== undefined ? [...first.stack, first.from] : first.stack
}

// Defined, not assigned: an assignment fails where a program froze `Error.prototype`.
Object.defineProperty(EgressViolationError.prototype, 'name', {
  value: 'EgressViolationError',
  writable: true,
  configurable: true,
})

// The text is complete. Without this, `console.log` and `node --test` would print every field of the evidence below it.
Object.defineProperty(EgressViolationError.prototype, inspect.custom, {
  value(this: EgressViolationError, _depth: number, options: InspectOptions): string {
    const cause = this.cause === undefined ? '' : `\n  [cause]: ${inspect(this.cause, options)}`
    return `${this.stack}${cause}`
  },
})

// Vitest prints all fields of an error, into JUnit too, but uses this method where it exists.
Object.defineProperty(EgressViolationError.prototype, 'toJSON', {
  value(this: EgressViolationError): object {
    const { name, message, code, violations } = this
    return { name, message, code, violations: violations.map(relativeEvidence) }
  },
})

/**
 * Whether a value is an {@link EgressViolationError}, also one from another realm or another copy of this package.
 *
 * @example
 * ```ts
 * import { isEgressViolationError, noEgress } from '@agentguard/core'
 *
 * try {
 *   await noEgress(() => fetchWeather('London'))
 * } catch (error) {
 *   if (!isEgressViolationError(error)) throw error
 *   console.log(error.violations.map(({ host }) => host))
 * }
 * ```
 */
export function isEgressViolationError(value: unknown): value is EgressViolationError {
  return typeof value === 'object' && value !== null && brand in value
}
