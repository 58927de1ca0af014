/**
 * Lets whoever reads our output stop reading, as `head` does: the verb goes on, and its exit code is what it would have been.
 *
 * What cannot be written for another reason, such as a full disk, is told, and makes the exit code 2.
 */
export function watchOutput(): void {
  for (const [name, stream] of [['stdout', process.stdout] as const, ['stderr', process.stderr] as const]) {
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (closedCodes.includes(code)) return
      process.exitCode = 2
      if (stream !== process.stderr) process.stderr.write(`${name} cannot be written: ${message}\n`)
    })
  }
}

// The second is how Windows tells it.
const closedCodes: readonly (string | undefined)[] = ['EPIPE', 'EOF']
