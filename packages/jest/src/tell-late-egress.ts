import { type TestFile, violationsOf } from '@agentguard/core/internal'
import { appendEvidence } from './evidence-lines.ts'

/** Prints what no result of a test can carry any more, where Jest prints its own reports. */
export function tellLateEgress(errors: readonly Error[]): void {
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
}

/**
 * Reports at the exit what no result of Jest can carry any more, and fails the run for it: what the last file of this process fails
 * for by `untold`, and what those before it have attempted after their end. Returns what lets go of `untold`.
 */
export function tellAtExit(file: TestFile, project: string | undefined, untold: () => readonly Error[]): () => void {
  Object.assign(latest, { file, project, untold })
  if (!process.listeners('exit').includes(atExit)) process.on('exit', atExit)
  return () => {
    // It leads to the tests, whose memory Jest may want back.
    if (latest.untold === untold) latest.untold = none
  }
}

const none = (): readonly Error[] => []

const latest: { file?: TestFile; project?: string | undefined; untold: () => readonly Error[] } = { untold: none }

function atExit(): void {
  const untold = latest.untold()
  if (untold.length > 0)
    process.stderr.write('\nagentguard: the tests ended their process before Jest could report what they attempted:\n')
  const errors = [...untold, ...(latest.file?.takeStale() ?? [])]
  if (errors.length === 0) return
  tellLateEgress(errors)
  // Jest does not look at the exit code of a worker that has no work left, but the reporter outlives it, and fails the run.
  appendEvidence(latest.project, violationsOf(errors), true)
  process.exitCode ||= 1
}
