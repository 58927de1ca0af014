import { findInstalledChain, type InstalledChain } from './dependency-chain.ts'
import { type DependencyTree, ofProject } from './dependency-tree.ts'
import { type ProjectPackages, unknownPackages } from './package-chain.ts'
import type { InstalledPackage } from './package-path.ts'

/** Returns the names of the packages that a file of the project uses, itself or through files that it imports. */
export type UsedBy = (file: string) => ReadonlySet<string>

/** Finds the packages of the project of `file` or, without a file, of the project that the packages are installed in. */
export function createProjectPackages(
  tree: DependencyTree,
  usedBy: UsedBy = () => new Set(),
): (file: string | undefined) => ProjectPackages {
  const chains = new Map<string, InstalledChain>()
  const chainTo = (target: InstalledPackage, file: string): InstalledChain => {
    const project = tree.projectOf(file)
    if (project === undefined) return unknownPackages.wayTo(target)
    const key = `${file}\0${target.directory}`
    const chain =
      chains.get(key) ?? findInstalledChain(tree, { project, target, isUsed: (name) => usedBy(file).has(name) })
    chains.set(key, chain)
    return chain
  }
  const known = new Map<string, ReadonlySet<string>>()
  const chosenBy = (project: string): ReadonlySet<string> => {
    const chosen = known.get(project) ?? directoriesOf(tree, project)
    known.set(project, chosen)
    return chosen
  }
  return (file) => ({
    isKnown: () => {
      const project = file === undefined ? undefined : tree.projectOf(file)
      return project !== undefined && chosenBy(project).size > 0
    },
    isChosen: ({ directory }) => {
      const project = tree.projectOf(file ?? besideModules(directory))
      return project !== undefined && chosenBy(project).has(tree.realPath(directory))
    },
    wayTo: (installed) => (file === undefined ? unknownPackages.wayTo(installed) : chainTo(installed, file)),
  })
}

/** Compared by folder, since a project may rename a package and have several copies of it. */
function directoriesOf(tree: DependencyTree, project: string): ReadonlySet<string> {
  const names = [...tree.dependenciesOf(project, ofProject)]
  return new Set(names.map((name) => tree.find(project, name)).filter((directory) => directory !== undefined))
}

/** A file next to the first `node_modules`. For a store such as `node_modules/.pnpm/…`, the project is above that. */
function besideModules(directory: string): string {
  const [, root = directory] = /^(.*?)[\\/]node_modules[\\/]/s.exec(directory) ?? []
  return `${root}/package.json`
}
