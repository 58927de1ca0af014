import { basename, dirname, join } from 'node:path'
import { limitStack } from '../record/limit-stack.ts'
import { foldersFrom } from './folders-from.ts'
import { type Files, namesInManifest, readIfThere } from './manifest.ts'

/** The installed packages, in the layouts of npm, pnpm and yarn, with workspaces. Each package.json is read once. */
export interface DependencyTree {
  /** The folder of the nearest package.json with a name. Files without one only set the module type of a folder. */
  projectOf(file: string): string | undefined
  realPath(directory: string): string
  /** The package names in some lists of a folder's package.json. */
  dependenciesOf(directory: string, lists: readonly string[]): ReadonlySet<string>
  /** The folder of a package, as a file in `directory` would resolve it. */
  find(directory: string, name: string): string | undefined
}

/** The lists by which a project chooses its packages. */
export const ofProject: readonly string[] = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
]

/** Reads the installed packages. In archives, as under Yarn's Plug'n'Play, it finds none. */
export function createDependencyTree({ readFileSync, realpathSync }: Files): DependencyTree {
  const manifests = new Map<string, string | undefined>()
  const manifestIn = (directory: string): string | undefined => {
    const path = join(directory, 'package.json')
    if (!manifests.has(path)) manifests.set(path, readIfThere(path, readFileSync))
    return manifests.get(path)
  }
  const dependenciesOf = (directory: string, lists: readonly string[]): ReadonlySet<string> =>
    namesInManifest(manifestIn(directory) ?? '', lists)
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
    projectOf: (file) => foldersFrom(dirname(file)).find((folder) => dependenciesOf(folder, ofProject).size > 0),
    realPath,
    dependenciesOf,
    find: (directory, name) => {
      const isThere = (folder: string): boolean =>
        basename(folder) !== 'node_modules' && manifestIn(join(folder, 'node_modules', name)) !== undefined
      const folder = foldersFrom(directory).find(isThere)
      return folder === undefined ? undefined : realPath(join(folder, 'node_modules', name))
    },
  }
}
