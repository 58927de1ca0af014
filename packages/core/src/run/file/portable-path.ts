import { posix, win32 } from 'node:path'

/**
 * A path relative to `root` with forward slashes, so that two checkouts of one project write the same. The absolute
 * path where that is shorter. Text that is not an absolute path, such as `node:net` or `[eval]`, is returned unchanged.
 */
export function portablePath(file: string, root: string): string {
  const path = /^(?:[A-Za-z]:[\\/]|\\\\)/.test(file) ? win32 : posix
  if (!path.isAbsolute(file) || !path.isAbsolute(root)) return file
  const relative = path.relative(root, file)
  const shown = relative === '' || relative.length > file.length ? file : relative
  return path === win32 ? shown.replaceAll('\\', '/') : shown
}
