import { closeSync, constants, openSync, unlinkSync, utimesSync, writeSync } from '../node/original-fs.ts'

// Kept from the start, since a program may replace functions of `fs`.
const calls = { closeSync, openSync, unlinkSync, utimesSync, writeSync }

/**
 * Appends to a file that must exist. No one would read a new one.
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
 * Leaves a mark where a line could not be written, so that the reader reports missing evidence. It needs neither disk
 * space nor a descriptor.
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
