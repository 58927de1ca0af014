import { type TestFile, violationsOf } from '@agentguard/core/internal'
import { appendEvidence } from './evidence-lines.ts'

/** Prints violations that no test result can carry any more, where Jest prints its own reports. */
export function reportLateEgress(errors: readonly Error[]): void {
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
}

/**
 * At exit, reports violations that no result of Jest can carry any more, and fails the run: those of the last file of
 * this process, by `unreported`, and late ones of earlier files. Returns a function that releases `unreported`.
 */
export function reportAtExit(
  file: TestFile,
  project: string | undefined,
  unreported: () => readonly Error[],
): () => void {
  Object.assign(latest, { file, project, unreported })
  if (!process.listeners('exit').includes(atExit)) process.on('exit', atExit)
  return () => {
    // It references the tests, and would keep Jest from freeing their memory.
    if (latest.unreported === unreported) latest.unreported = none
  }
}

const none = (): readonly Error[] => []

const latest: { file?: TestFile; project?: string | undefined; unreported: () => readonly Error[] } = {
  unreported: none,
}

function atExit(): void {
  const unreported = latest.unreported()
  if (unreported.length > 0)
    process.stderr.write('\nagentguard: the tests ended their process before Jest could report what they attempted:\n')
  const errors = [...unreported, ...(latest.file?.takeStale() ?? [])]
  if (errors.length === 0) return
  reportLateEgress(errors)
  // Jest ignores the exit code of a worker without work, but the reporter outlives the worker and fails the run.
  appendEvidence(latest.project, violationsOf(errors), true)
  process.exitCode ||= 1
}
