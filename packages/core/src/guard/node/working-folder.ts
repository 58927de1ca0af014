import { cwd } from 'node:process'

/** The working directory of this process. Where it was removed, Node throws, and this returns a path that does not exist. */
export function workingFolder(): string {
  try {
    return cwd()
  } catch {
    return '/nonexistent'
  }
}
