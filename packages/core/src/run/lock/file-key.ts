import { posix } from 'node:path'

/** The separator between a project and its file, as the runners print it. */
const BETWEEN = ' › '

/** The name of a test file in a lock. Attempts outside of test files, such as those of a whole command, share one name. */
export function fileKey(project: string | undefined, path: string | undefined): string {
  const name = path ?? '(no test file)'
  return project === undefined ? name : `${project}${BETWEEN}${name}`
}

/** The paths that a file's name in a lock may mean, since the names of projects and files may contain the separator. */
export function pathsOf(key: string): readonly string[] {
  const parts = key.split(BETWEEN)
  return parts.map((_, index) => parts.slice(index).join(BETWEEN))
}

/** Converts a path from the root of a run to one from the folder of the lock. Both roots are relative to the repository. */
export function fromLock(path: string, runRoot: string, lockRoot: string): string {
  if (runRoot === lockRoot || posix.isAbsolute(path)) return path
  return posix.relative(posix.join('/', lockRoot), posix.join('/', runRoot, path))
}
