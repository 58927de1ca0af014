import { inspect, type InspectOptions } from 'node:util'
import type { Evidence, StackFrame } from '../record/evidence.ts'
import { relativeEvidence } from './relative-evidence.ts'
import { stackText } from './stack-text.ts'

const brand = Symbol.for('agentguard.EgressViolationError')

/**
 * What the test sees: one or more attempts that the policy does not allow.
 *
 * `code` is `ERR_EGRESS_VIOLATION`; `violations` is plain JSON and enumerable, so that runners carry it to reporters. When
 * the guarded function also threw, its error is the `cause`.
 */
export class EgressViolationError extends Error {
  readonly code = 'ERR_EGRESS_VIOLATION'
  readonly violations: readonly Evidence[]

  constructor(text: string, violations: readonly Evidence[], cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause })
    this.violations = violations
    // The frames a reader wants are those of the attempt, not those of the report.
    this.stack = stackText(`EgressViolationError: ${text}`, framesOf(violations))
    Object.defineProperty(this, brand, { value: true })
    Object.defineProperty(this, 'code', { enumerable: false })
  }
}

/** What an error about violations says. */
export interface ViolationText {
  readonly text: string
  readonly violations: readonly Evidence[]
  /** Another error of the run explains the destination: this one shows no code and no stack. */
  readonly isBrief: boolean
}

/** Gives an error another text and all its violations: more of them have come, and it stays the same error to its runner. */
export function extendViolationError(error: EgressViolationError, { text, violations, isBrief }: ViolationText): void {
  const frames = isBrief ? [] : framesOf(violations)
  Object.assign(error, { violations })
  Object.defineProperty(error, 'message', { value: text, writable: true, configurable: true, enumerable: false })
  error.stack = stackText(`EgressViolationError: ${text}`, frames)
}

/** Runners show the code of the first frame that is the project's own. */
function framesOf([first]: readonly Evidence[]): readonly StackFrame[] {
  if (first === undefined) return []
  return first.from !== undefined && first.fromBy !== undefined ? [...first.stack, first.from] : first.stack
}

// Programs may have frozen `Error.prototype`, and an assignment would meet its own `name`.
Object.defineProperty(EgressViolationError.prototype, 'name', {
  value: 'EgressViolationError',
  writable: true,
  configurable: true,
})

// The text says it all: `console.log` and `node --test` would print every field of the evidence below it.
Object.defineProperty(EgressViolationError.prototype, inspect.custom, {
  value(this: EgressViolationError, _depth: number, options: InspectOptions): string {
    const cause = this.cause === undefined ? '' : `\n  [cause]: ${inspect(this.cause, options)}`
    return `${this.stack}${cause}`
  },
})

// Vitest prints all fields of an error, into JUnit too, and takes them from this where it is there.
Object.defineProperty(EgressViolationError.prototype, 'toJSON', {
  value(this: EgressViolationError): object {
    const { name, message, code, violations } = this
    return { name, message, code, violations: violations.map(relativeEvidence) }
  },
})

/** Says whether a value is an `EgressViolationError`, also one of another realm or another copy of this package. */
export function isEgressViolationError(value: unknown): value is EgressViolationError {
  return typeof value === 'object' && value !== null && brand in value
}
