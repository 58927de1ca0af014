/**
 * Lets the reader of our output stop reading, as `head` does. The verb continues, with its usual exit code.
 *
 * Other write errors, such as a full disk, are reported and set the exit code to 2.
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

// Windows reports the second.
const closedCodes: readonly (string | undefined)[] = ['EPIPE', 'EOF']
