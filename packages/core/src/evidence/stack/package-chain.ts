import { type DependencyTree, ofProject } from './dependency-tree.ts'
import type { InstalledPackage } from './package-path.ts'
import { isTransport } from './transport-packages.ts'

/** Says whether the project depends on a package by itself. */
export type IsChosen = (installed: InstalledPackage) => boolean

/**
 * The packages from the one that the project chose to the one that made the attempt: `unleash-client`, `make-fetch-happen`,
 * `@gar/promise-retry`.
 *
 * `called` is a stack's packages from the one that made it down to the project's own line, or to the end of the stack. Where no
 * line of the project is below, only a package that the project names itself can be the chosen one: a queue may have run the rest.
 * Empty where there is but one.
 */
export function packageChain(
  called: readonly InstalledPackage[],
  hasProjectLine: boolean,
  isChosen: IsChosen,
): readonly InstalledPackage[] {
  const distinct = called.filter(({ name }, index) => name !== called[index + 1]?.name)
  const named = distinct.findLastIndex((installed) => !isTransport(installed.name) && isChosen(installed))
  const last = hasProjectLine ? distinct.findLastIndex(({ name }) => !isTransport(name)) : -1
  const end = named < 0 ? last : named
  return end < 1 ? [] : distinct.slice(0, end + 1).toReversed()
}

/** Creates what says of the packages on a stack whether the project of `file` names them; without a file, the project that they are installed in. */
export function createChosenReader(tree: DependencyTree): (file: string | undefined) => IsChosen {
  const known = new Map<string, ReadonlySet<string>>()
  const chosenBy = (project: string): ReadonlySet<string> => {
    const chosen = known.get(project) ?? directoriesOf(tree, project)
    known.set(project, chosen)
    return chosen
  }
  return (file) =>
    ({ directory }) => {
      const project = tree.projectOf(file ?? besideModules(directory))
      return project !== undefined && chosenBy(project).has(tree.realPath(directory))
    }
}

/** By their folders: a project may give a package another name, and have several copies of one. */
function directoriesOf(tree: DependencyTree, project: string): ReadonlySet<string> {
  const names = [...tree.dependenciesOf(project, ofProject)]
  return new Set(names.map((name) => tree.find(project, name)).filter((directory) => directory !== undefined))
}

/** A file beside the first `node_modules`: of a store, `node_modules/.pnpm/…`, the project is above that one. */
function besideModules(directory: string): string {
  const [, root = directory] = /^(.*?)[\\/]node_modules[\\/]/s.exec(directory) ?? []
  return `${root}/package.json`
}
