import { createDependencyReader } from './dependency-chain.ts'
import { type DependencyTree, ofProject } from './dependency-tree.ts'
import type { ProjectPackages } from './package-chain.ts'

/** Creates what knows the packages of the project of `file`; without a file, those of the project that the packages are installed in. */
export function createProjectPackages(tree: DependencyTree): (file: string | undefined) => ProjectPackages {
  const findChain = createDependencyReader(tree)
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
    wayTo: (installed) => (file === undefined ? [] : findChain(installed, file)),
  })
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
