import { closeSync, constants, openSync, unlinkSync, utimesSync, writeSync } from '../node/original-fs.ts'

// What the program does to `fs` later must not keep evidence from being written.
const calls = { closeSync, openSync, unlinkSync, utimesSync, writeSync }

/**
 * Appends to a file that must be there: one made anew would be read by nobody.
 *
 * @throws Error of the write that failed
 */
export function appendLine(path: string, text: string): void {
  const descriptor = calls.openSync(path, constants.O_WRONLY | constants.O_APPEND)
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length;) at += calls.writeSync(descriptor, bytes, at)
  } finally {
    calls.closeSync(descriptor)
  }
}

/**
 * Leaves a mark that its reader takes for missing evidence, where a line could not be written: it needs neither room on the
 * disk nor a descriptor.
 */
export function markIncomplete(path: string): void {
  for (const leave of [() => calls.unlinkSync(path), () => calls.utimesSync(path, 0, 0)]) {
    try {
      leave()
      return
    } catch {
      // The next way may work.
    }
  }
}
