import { posix, win32 } from 'node:path'
import type { StackFrame } from '../record/evidence.ts'
import { printable } from '../redact/printable.ts'

/** `src/tools/weather.ts:14:9`, relative to `cwd` and with forward slashes, so that terminals and editors make it a link. */
export function frameText(frame: StackFrame, cwd: string): string {
  // A native addon has no lines.
  if (frame.line === 0) return pathText(frame.file, cwd)
  return `${pathText(frame.file, cwd)}:${frame.line}:${frame.column}`
}

/** A file's path relative to `cwd`; the whole path where that would only be longer. */
export function pathText(file: string, cwd: string): string {
  const path = /^(?:[A-Za-z]:[\\/]|\\\\)/.test(file) ? win32 : posix
  if (!path.isAbsolute(file) || !path.isAbsolute(cwd)) return printable(file)
  const relative = path.relative(cwd, file)
  const shown = relative === '' || relative.length > file.length ? file : relative
  return printable(path === win32 ? shown.replaceAll('\\', '/') : shown)
}
