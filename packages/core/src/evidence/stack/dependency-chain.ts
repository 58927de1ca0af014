import { type DependencyTree, ofProject } from './dependency-tree.ts'
import type { InstalledPackage } from './package-path.ts'

/**
 * The packages from one that a project depends on to `target`, the shortest way that the installed packages say; empty where `target` is
 * that one, where none leads to it, or several by ways of one length. `file` is one of the project.
 */
export type FindDependencyChain = (target: InstalledPackage, file: string) => readonly InstalledPackage[]

/** A package on the way, and the one that depends on it. */
interface Step extends InstalledPackage {
  readonly before?: Step
  /** How many packages are before it. */
  readonly depth: number
  /** The folder of the one that the project chose. */
  readonly chosen: string
  /** Whether another one that the project chose leads there by as short a way: then nothing says which of them it was. */
  isShared: boolean
}

/** A tree with more packages is not searched further: a report must not take seconds. */
const LARGEST = 5000

const ofPackage = ['dependencies', 'optionalDependencies', 'peerDependencies']

/** Creates what searches a tree, once for each package. */
export function createDependencyReader(tree: DependencyTree): FindDependencyChain {
  const known = new Map<string, readonly InstalledPackage[]>()
  return (target, file) => {
    const project = tree.projectOf(file)
    if (project === undefined) return []
    const key = `${project}\0${target.directory}`
    const chain = known.get(key) ?? findIn(tree, project, target)
    known.set(key, chain)
    return chain
  }
}

/** A package that the project names itself is found without a search. */
function findIn(
  tree: DependencyTree,
  project: string,
  { name, directory }: InstalledPackage,
): readonly InstalledPackage[] {
  const goal = tree.realPath(directory)
  const isChosen = tree.dependenciesOf(project, ofProject).has(name) && tree.find(project, name) === goal
  return isChosen ? [] : search(tree, project, goal)
}

/** Breadth first, so that the way found is the shortest. */
function search(tree: DependencyTree, project: string, goal: string): readonly InstalledPackage[] {
  const queue: Step[] = stepsFrom(tree, project, ofProject)
  const seen = new Map(queue.map((step) => [step.directory, step]))
  for (let index = 0; index < queue.length && index < LARGEST; index += 1) {
    const step = queue[index]
    if (step === undefined) break
    if (step.directory === goal) return wayTo(step)
    for (const next of stepsFrom(tree, step.directory, ofPackage, step)) {
      const known = seen.get(next.directory)
      if (known === undefined) {
        seen.set(next.directory, next)
        queue.push(next)
      } else if (known.depth === next.depth) known.isShared ||= next.isShared || known.chosen !== next.chosen
    }
  }
  return []
}

function stepsFrom(tree: DependencyTree, directory: string, lists: readonly string[], before?: Step): Step[] {
  return [...tree.dependenciesOf(directory, lists)].flatMap((name) => {
    const found = tree.find(directory, name)
    if (found === undefined) return []
    const { depth = -1, chosen = found, isShared = false } = before ?? {}
    return [{ name, directory: found, depth: depth + 1, chosen, isShared, ...(before && { before }) }]
  })
}

function wayTo(last: Step): readonly InstalledPackage[] {
  const way: InstalledPackage[] = []
  for (let step: Step | undefined = last; step; step = step.before) way.unshift(step)
  return way.length > 1 && !last.isShared ? way : []
}
