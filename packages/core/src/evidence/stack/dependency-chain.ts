import { type DependencyTree, ofProject } from './dependency-tree.ts'
import type { InstalledPackage } from './package-path.ts'

/** The packages from one that the project chose to the one that made an attempt, according to the installed dependencies. */
export interface InstalledChain {
  /** Empty where no chain is found, or where the project chose that package itself. */
  readonly packages: readonly InstalledPackage[]
  /** Other packages that the project chose, with a chain of the same length, where it is unknown which of them it was. */
  readonly others: readonly string[]
}

/** A package in the search and, for each package of the project that leads to it, the previous step. */
interface Step extends InstalledPackage {
  /** How many packages come before it. */
  readonly depth: number
  /** By the folder of the package that the project chose. */
  readonly before: Map<string, Step | undefined>
}

/** What to search: a project, a package, and which packages the code in question imports. */
export interface ChainQuestion {
  /** The folder of its package.json. */
  readonly project: string
  readonly target: InstalledPackage
  readonly isUsed: (name: string) => boolean
}

/** The search stops after this many packages, since a report must not take seconds. */
const LARGEST = 5000

const ofPackage = ['dependencies', 'optionalDependencies', 'peerDependencies']

/**
 * Finds the shortest chain to a package. One that the project names itself needs no search. Of chains of the same
 * length, one that begins at a package which the code imports wins. Of several such, the first by name wins, and the
 * others are returned too.
 */
export function findInstalledChain(tree: DependencyTree, { project, target, isUsed }: ChainQuestion): InstalledChain {
  const goal = tree.realPath(target.directory)
  const isChosen = tree.dependenciesOf(project, ofProject).has(target.name) && tree.find(project, target.name) === goal
  const last = isChosen ? undefined : search(tree, project, goal)
  if (last === undefined) return { packages: [], others: [] }
  const ways = [...last.before.keys()].map((chosen) => wayTo(last, chosen))
  const used = ways.filter(([first]) => first !== undefined && isUsed(first.name))
  const [packages = [], ...others] = used.length > 0 ? used : ways
  return packages.length > 1
    ? { packages, others: others.map(([first]) => first?.name ?? '') }
    : { packages: [], others: [] }
}

/** Breadth first, so that the first chain found is the shortest. All chains to a package are known before its dependencies are visited. */
function search(tree: DependencyTree, project: string, goal: string): Step | undefined {
  const queue: Step[] = stepsFrom(tree, project, ofProject)
  const seen = new Map(queue.map((step) => [step.directory, step]))
  for (let index = 0; index < queue.length && index < LARGEST; index += 1) {
    const step = queue[index]
    if (step === undefined || step.directory === goal) return step
    for (const next of stepsFrom(tree, step.directory, ofPackage, step)) {
      const known = seen.get(next.directory)
      if (known === undefined) {
        seen.set(next.directory, next)
        queue.push(next)
      } else if (known.depth === next.depth) {
        for (const [chosen, before] of next.before) if (!known.before.has(chosen)) known.before.set(chosen, before)
      }
    }
  }
  return undefined
}

function stepsFrom(tree: DependencyTree, directory: string, lists: readonly string[], from?: Step): Step[] {
  return [...tree.dependenciesOf(directory, lists)].toSorted().flatMap((name) => {
    const found = tree.find(directory, name)
    if (found === undefined) return []
    const chosen = from === undefined ? [found] : [...from.before.keys()]
    return [
      { name, directory: found, depth: (from?.depth ?? -1) + 1, before: new Map(chosen.map((one) => [one, from])) },
    ]
  })
}

function wayTo(last: Step, chosen: string): readonly InstalledPackage[] {
  const way: InstalledPackage[] = []
  for (let step: Step | undefined = last; step; step = step.before.get(chosen)) {
    way.unshift({ name: step.name, directory: step.directory })
  }
  return way
}
