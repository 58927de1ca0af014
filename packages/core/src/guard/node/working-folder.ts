import { cwd } from 'node:process'

/** The folder that this process works in; one that does not exist where it was removed, of which Node throws. */
export function workingFolder(): string {
  try {
    return cwd()
  } catch {
    return '/nonexistent'
  }
}
