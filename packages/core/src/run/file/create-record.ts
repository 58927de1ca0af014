import type { Evidence, StackFrame } from '../../evidence/record/evidence.ts'
import type { AttemptRecord, Run } from './evidence-file.ts'
import { portablePath } from './portable-path.ts'

/** What a record adds to its evidence. */
export interface RecordPlace {
  readonly run: Pick<Run, 'id' | 'startedAt'>
  /** The name of the project, where the runner has several. */
  readonly project?: string | undefined
  /** The absolute path of the root of the run. Paths of the record are relative to it. */
  readonly root: string
}

/** How many frames a record keeps. A hundred thousand records must fit into memory, and the package is recorded separately. */
const KEPT_FRAMES = 8

/** Creates the record of one kind of attempt: portable, small, and with a fixed order of keys. */
export function createRecord(evidence: Evidence, { run, project, root }: RecordPlace): AttemptRecord {
  const { scope, file, at, stack, from, culprit, addons, ...rest } = evidence
  const place = (frame: StackFrame): StackFrame => ({ ...frame, file: portablePath(frame.file, root) })
  return {
    run: run.id,
    ...(project !== undefined && project !== '' && { project }),
    ...(file !== undefined && { file: portablePath(file, root) }),
    ...(scope !== file && { test: scope }),
    ...(at !== undefined && { at: Math.max(0, Math.round(at - Date.parse(run.startedAt))) }),
    ...rest,
    ...(addons && { addons: addons.map((path) => portablePath(path, root)) }),
    ...(from && { from: place(from) }),
    ...(culprit && { culprit: { ...culprit, frame: place(culprit.frame) } }),
    stack: stack.slice(0, KEPT_FRAMES).map(place),
  }
}
