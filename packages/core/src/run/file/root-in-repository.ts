import { portablePath } from './portable-path.ts'
import { repositoryOf } from './repository-of.ts'

/** Where a project is in its repository. Empty at the root, and outside of a repository. */
export function rootInRepository(root: string): string {
  const repository = repositoryOf(root)
  return repository === undefined || repository === root ? '' : portablePath(root, repository)
}
