/** Prints what no result of a test can carry any more, where Jest prints its own reports. */
export function tellLateEgress(errors: readonly Error[]): void {
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
}
