import type { Evidence, StackFrame } from '../../evidence/record/evidence.ts'
import type { AttemptRecord, Run } from './evidence-file.ts'
import { portablePath } from './portable-path.ts'

/** What a record adds to its evidence. */
export interface RecordPlace {
  readonly run: Pick<Run, 'id' | 'startedAt'>
  /** Name of the project, where the runner has several. */
  readonly project?: string | undefined
  /** Absolute path of the root of the run, which the record's paths are relative to. */
  readonly root: string
}

/** Frames of a record: a hundred thousand records have to fit into memory, and who is to blame stands beside them. */
const KEPT_FRAMES = 8

/** Makes the record of one kind of attempt: portable, small, and in the order of keys that every file has. */
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
