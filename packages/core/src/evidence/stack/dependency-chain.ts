import { basename, dirname, join } from 'node:path'
import { limitStack } from '../record/limit-stack.ts'
import { type Files, namesInManifest, readManifest } from './manifest.ts'
import type { InstalledPackage } from './package-path.ts'

/**
 * The packages from one that a project depends on to `target`, the shortest way that the installed packages say; empty where `target` is
 * that one, or where none leads to it. `file` is one of the project.
 */
export type FindDependencyChain = (target: InstalledPackage, file: string) => readonly InstalledPackage[]

/** A package on the way, and the one that depends on it. */
interface Step extends InstalledPackage {
  readonly before?: Step
}

/** A tree with more packages is not searched further: a report must not take seconds. */
const LARGEST = 5000

const ofProject = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
const ofPackage = ['dependencies', 'optionalDependencies', 'peerDependencies']

/** A reader that looks into each package.json once, in the layouts of npm, pnpm and yarn, workspaces included. */
export function createDependencyReader(files: Files): FindDependencyChain {
  const tree = createTree(files)
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
function findIn(tree: Tree, project: string, { name, directory }: InstalledPackage): readonly InstalledPackage[] {
  const goal = tree.realPath(directory)
  const isChosen = tree.dependenciesOf(project, ofProject).has(name) && tree.find(project, name) === goal
  return isChosen ? [] : search(tree, project, goal)
}

/** Breadth first, so that the way found is the shortest. */
function search(tree: Tree, project: string, goal: string): readonly InstalledPackage[] {
  const queue: Step[] = stepsFrom(tree, project, ofProject)
  const seen = new Set(queue.map(({ directory }) => directory))
  for (let index = 0; index < queue.length && index < LARGEST; index += 1) {
    const step = queue[index]
    if (step === undefined) break
    if (step.directory === goal) return wayTo(step)
    for (const next of stepsFrom(tree, step.directory, ofPackage, step)) {
      if (seen.has(next.directory)) continue
      seen.add(next.directory)
      queue.push(next)
    }
  }
  return []
}

function stepsFrom(tree: Tree, directory: string, lists: readonly string[], before?: Step): Step[] {
  return [...tree.dependenciesOf(directory, lists)].flatMap((name) => {
    const found = tree.find(directory, name)
    return found === undefined ? [] : [{ name, directory: found, ...(before && { before }) }]
  })
}

function wayTo(last: Step): readonly InstalledPackage[] {
  const way: InstalledPackage[] = []
  for (let step: Step | undefined = last; step; step = step.before) way.unshift(step)
  return way.length > 1 ? way : []
}

/** What is installed. */
interface Tree {
  /** The folder of the nearest package.json. */
  projectOf(file: string): string | undefined
  realPath(directory: string): string
  dependenciesOf(directory: string, lists: readonly string[]): ReadonlySet<string>
  /** The folder of a package as a file in `directory` would find it. */
  find(directory: string, name: string): string | undefined
}

function createTree({ readFileSync, realpathSync }: Files): Tree {
  const manifests = new Map<string, string | undefined>()
  const manifestIn = (directory: string): string | undefined => {
    const path = join(directory, 'package.json')
    if (!manifests.has(path)) manifests.set(path, readManifest(path, readFileSync))
    return manifests.get(path)
  }
  const realPath = (directory: string): string => {
    const restore = limitStack(0)
    try {
      return realpathSync(directory)
    } catch {
      return directory
    } finally {
      restore()
    }
  }
  return {
    projectOf: (file) => upward(dirname(file), (folder) => manifestIn(folder) !== undefined),
    realPath,
    dependenciesOf: (directory, lists) => namesInManifest(manifestIn(directory) ?? '', lists),
    find: (directory, name) => {
      const isThere = (folder: string): boolean =>
        basename(folder) !== 'node_modules' && manifestIn(join(folder, 'node_modules', name)) !== undefined
      const folder = upward(directory, isThere)
      return folder === undefined ? undefined : realPath(join(folder, 'node_modules', name))
    },
  }
}

/** The first folder upward, from `from` on, of which `has` is true. */
function upward(from: string, has: (folder: string) => boolean): string | undefined {
  for (let at = from, above = dirname(at); ; at = above, above = dirname(at)) {
    if (has(at)) return at
    if (above === at) return undefined
  }
}
