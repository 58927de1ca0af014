import { violationsOf } from '@agentguard/core/internal'
import { appendEvidence } from './evidence-lines.ts'

/** Prints what no result of a test can carry any more, where Jest prints its own reports. */
export function tellLateEgress(errors: readonly Error[]): void {
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
}

/** What is left to report of the last file of this process. */
export interface LastFile {
  readonly project: string | undefined
  /** What it fails for, while no result of Jest carries it. */
  untold(): readonly Error[]
  /** What files before it have attempted after their end. */
  takeStale(): readonly Error[]
}

/** Reports at the exit what no result of Jest can carry any more, and fails the run for it. */
export function tellAtExit(file: LastFile): void {
  latest.file = file
  if (!process.listeners('exit').includes(atExit)) process.on('exit', atExit)
}

const latest: { file?: LastFile } = {}

function atExit(): void {
  const { file } = latest
  if (file === undefined) return
  const untold = file.untold()
  if (untold.length > 0)
    process.stderr.write('\nagentguard: the tests ended their process before Jest could report what they attempted:\n')
  const errors = [...untold, ...file.takeStale()]
  if (errors.length === 0) return
  tellLateEgress(errors)
  // Jest does not look at the exit code of a worker that has no work left, but the reporter outlives it, and fails the run.
  appendEvidence(file.project, violationsOf(errors), true)
  process.exitCode ||= 1
}
