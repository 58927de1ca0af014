import { posix } from 'node:path'

/** Stands between a project and its file, as the runners write it too. */
const BETWEEN = ' › '

/** The name of a test file in a lock. Attempts outside of test files, of a whole command for one, share one. */
export function fileKey(project: string | undefined, path: string | undefined): string {
  const name = path ?? '(no test file)'
  return project === undefined ? name : `${project}${BETWEEN}${name}`
}

/** The paths that a lock's name of a file may mean: a project and a file may both have the separator in their names. */
export function pathsOf(key: string): readonly string[] {
  const parts = key.split(BETWEEN)
  return parts.map((_, index) => parts.slice(index).join(BETWEEN))
}

/** A path from the root of a run as one from the folder of the lock; both roots are relative to the repository. */
export function fromLock(path: string, runRoot: string, lockRoot: string): string {
  if (runRoot === lockRoot || posix.isAbsolute(path)) return path
  return posix.relative(posix.join('/', lockRoot), posix.join('/', runRoot, path))
}
