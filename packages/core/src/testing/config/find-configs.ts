import { existsSync, statSync } from '../../guard/node/original-fs.ts'
import { join } from 'node:path'
import { foldersFrom } from '../../evidence/stack/folders-from.ts'
import { usageError } from '../../policy/usage/usage-error.ts'
import { loadConfig } from './load-config.ts'
import { type ConfigFile, parseConfig } from './parse-config.ts'

/** The possible names of a config file. */
export const configNames: readonly string[] = ['json', 'js', 'mjs', 'ts'].map((end) => `agentguard.config.${end}`)

/** Searched once per process, since test files share their folders. */
const folders = new Map<string, Folder>()
const read = new Map<string, { readonly changedAt: number; readonly config: ConfigFile }>()

/**
 * The config files in a folder and above it, nearest first. Those above the root of a repository do not count.
 *
 * @throws TypeError that names the file and the fix
 */
export function findConfigs(folder: string): readonly ConfigFile[] {
  return pathsFrom(folder).map(readConfig)
}

/** The result of a search in a folder. */
interface Folder {
  readonly paths: readonly string[]
  readonly isRepository: boolean
}

function pathsFrom(folder: string): readonly string[] {
  const found: string[] = []
  for (const path of foldersFrom(folder)) {
    const { paths, isRepository } = lookInto(path)
    found.push(...paths)
    if (isRepository) break
  }
  return found
}

function lookInto(path: string): Folder {
  const folder = folders.get(path) ?? { paths: pathsIn(path), isRepository: existsSync(join(path, '.git')) }
  folders.set(path, folder)
  return folder
}

function pathsIn(folder: string): readonly string[] {
  const [path, other] = configNames.map((name) => join(folder, name)).filter((candidate) => existsSync(candidate))
  if (path === undefined) return []
  if (other === undefined) return [path]
  throw usageError(path, `${other} is in the same folder`, 'Keep one of them')
}

/** Reads a config file, and again when it has changed, since in watch mode a process outlives a run. */
export function readConfig(path: string): ConfigFile {
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const known = read.get(path)
  if (known?.changedAt === changedAt) return known.config
  const config = parseConfig(loadConfig(path), path)
  read.set(path, { changedAt, config })
  return config
}
