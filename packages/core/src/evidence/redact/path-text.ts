import { posix, win32 } from 'node:path'
import { printable } from './printable.ts'

/** A file's path relative to `cwd`, or the absolute path where that is shorter. */
export function pathText(file: string, cwd: string): string {
  const path = /^(?:[A-Za-z]:[\\/]|\\\\)/.test(file) ? win32 : posix
  if (!path.isAbsolute(file) || !path.isAbsolute(cwd)) return printable(file)
  const relative = path.relative(cwd, file)
  const shown = relative === '' || relative.length > file.length ? file : relative
  return printable(path === win32 ? shown.replaceAll('\\', '/') : shown)
}
