import { accessSync, constants } from './original-fs.ts'

/** Whether this user may run what is at a path; a directory that may be searched counts too. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
