import type { Evidence } from '../../evidence/record/evidence.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { engine } from '../engine/engine.ts'
import { charge } from '../judging/charge.ts'
import { readEntry } from '../judging/read-entry.ts'
import { violationError } from '../judging/violation-error.ts'
import { createScope } from '../scope/scope.ts'
import { readSpoolsIn } from '../spool/read-spools-in.ts'

/** An attempt of a test's child that no test process has collected, since that process had ended or was killed. */
export interface LeftEvidence {
  readonly evidence: Evidence
  /** The attempt, with its test and file. */
  readonly message: string
}

/** Reads what is left in the spools of a run, in the process that outlives the test processes. Paths are relative to `cwd`. */
export function readLeft(directory: string, cwd: string): readonly LeftEvidence[] {
  return readSpoolsIn(directory).flatMap(({ ticket: { name, file }, lines }) => {
    const policy = createPolicy({}, name)
    const scope = createScope({ name, policy, file })
    for (const { entry, at, stack, process } of lines) {
      charge(engine(), scope, { ...entry, phase: 'late', at, trace: { stack }, process })
    }
    return scope.ledger.entries.map(readEntry).map((evidence) => {
      return { evidence, message: violationError([evidence], { cwd, showFile: true }).message }
    })
  })
}
