import { accessSync, constants } from './original-fs.ts'

/** Whether this user may execute the file at a path. A directory that may be searched counts too. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
