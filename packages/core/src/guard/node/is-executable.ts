import { accessSync, constants, statSync } from './original-fs.ts'

/** Whether a path names a file that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    // For a missing file, `access` would make an error, which takes longer than the call itself.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
