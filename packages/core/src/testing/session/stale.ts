import type { Engine } from '../../guard/engine/engine.ts'
import { EgressViolationError } from '../../evidence/errors/egress-violation-error.ts'
import { pathText } from '../../evidence/redact/path-text.ts'
import { violationError } from '../../guard/judging/violation-error.ts'
import type { Scope } from '../../guard/scope/scope.ts'
import { isEgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { dropErrors } from '../../guard/patch/hold-process.ts'
import type { ErrorPlace } from './test-errors.ts'
import { violationsOf } from './violations-of.ts'

/**
 * Passes attempts in scopes of closed files to `report`. Those that it does not take are kept, until a later file of this
 * process reports them. What children have left before must have been collected, since it belongs to what the file has
 * reported.
 */
export function watchStale(
  engine: Engine,
  left: { readonly scope: Scope; readonly place: ErrorPlace },
  report: (error: Error) => boolean = () => false,
): void {
  const { scope } = left
  scope.ledger.subscribe((entry) => {
    if (entry.outcome !== 'blocked') return
    const { cwd, read } = left.place
    const error = violationError([read(entry)], { cwd, showFile: true })
    if (!report(error)) engine.stale.push(withHeadline(error, pathText(scope.file ?? scope.name, cwd)))
  })
}

/**
 * Keeps the error of a blocked attempt from failing another file. Code that does not handle it may belong to a closed
 * file, and its attempt is reported as that file's.
 */
export function dropStaleErrors({ current }: Engine): void {
  dropErrors((error) => {
    const file = blockedIn(error)
    return file !== undefined && file !== current.outside(() => current.get()).scope.file
  })
}

/** The test file of the blocked attempt that an error is about, or that caused it. */
function blockedIn(error: unknown, depth: number = 0): string | undefined {
  if (isEgressBlockedError(error)) return error.evidence.file
  if (depth > 5 || typeof error !== 'object' || error === null) return undefined
  return blockedIn(Reflect.get(error, 'cause'), depth + 1)
}

/** Adds the file, since another file, or none, will report the error. */
function withHeadline(error: Error, file: string): Error {
  return new EgressViolationError(
    `Caused by ${file}, which had ended, and reported here because the run has no reporter of agentguard\n\n${error.message}`,
    violationsOf([error]),
  )
}
