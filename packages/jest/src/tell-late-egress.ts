import type { TestFile } from '@agentguard/core/session'

/** Prints what no result of a test can carry any more, where Jest prints its own reports. */
export function tellLateEgress(errors: readonly Error[]): void {
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
}

/** Has what comes after the last file of this process, with no other one to tell it, told at exit and fail the run. */
export function tellAtExit(file: TestFile): void {
  latest.takeStale = () => file.takeStale()
  if (!process.listeners('exit').includes(atExit)) process.on('exit', atExit)
}

const latest: { takeStale(): readonly Error[] } = { takeStale: () => [] }

function atExit(): void {
  const errors = latest.takeStale()
  if (errors.length === 0) return
  tellLateEgress(errors)
  // In a worker of Jest the text is all there is: Jest does not look at the exit code of a worker that has no work left.
  process.exitCode ||= 1
}
