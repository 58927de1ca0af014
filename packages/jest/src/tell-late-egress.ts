import { type TestFile, violationsOf } from '@agentguard/core/internal'
import { appendEvidence } from './evidence-lines.ts'

/** Prints what no result of a test can carry any more, where Jest prints its own reports. */
export function tellLateEgress(errors: readonly Error[]): void {
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
}

/** Has what comes after the last file of this process, with no other one to tell it, told at exit and fail the run. */
export function tellAtExit(file: TestFile, project: string | undefined): void {
  latest.takeStale = () => file.takeStale()
  latest.project = project
  if (!process.listeners('exit').includes(atExit)) process.on('exit', atExit)
}

const latest: { project: string | undefined; takeStale(): readonly Error[] } = {
  project: undefined,
  takeStale: () => [],
}

function atExit(): void {
  const errors = latest.takeStale()
  if (errors.length === 0) return
  tellLateEgress(errors)
  // Jest does not look at the exit code of a worker that has no work left, but the reporter outlives it, and fails the run.
  appendEvidence(latest.project, violationsOf(errors), true)
  process.exitCode ||= 1
}
