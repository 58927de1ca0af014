import { existsSync, statSync } from '../../guard/node/original-fs.ts'
import { dirname, join } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'
import { loadConfig } from './load-config.ts'
import { type ConfigFile, parseConfig } from './parse-config.ts'

/** What a config file may be called. */
export const configNames: readonly string[] = ['json', 'js', 'mjs', 'ts'].map((end) => `agentguard.config.${end}`)

/** Looked for once a process: most test files have many neighbours. */
const paths = new Map<string, readonly string[]>()
const read = new Map<string, { readonly changedAt: number; readonly config: ConfigFile }>()

/**
 * The config files in a folder and above it, the nearest first; above the root of a repository, none counts.
 *
 * @throws TypeError that names the file and the fix
 */
export function findConfigs(folder: string): readonly ConfigFile[] {
  return pathsFrom(folder).map(readConfig)
}

function pathsFrom(folder: string): readonly string[] {
  const known = paths.get(folder)
  if (known !== undefined) return known
  const above = dirname(folder)
  const isTop = above === folder || existsSync(join(folder, '.git'))
  const found = [...pathsIn(folder), ...(isTop ? [] : pathsFrom(above))]
  paths.set(folder, found)
  return found
}

function pathsIn(folder: string): readonly string[] {
  const [path, other] = configNames.map((name) => join(folder, name)).filter((candidate) => existsSync(candidate))
  if (path === undefined) return []
  if (other === undefined) return [path]
  throw usageError(path, `${other} is in the same folder`, 'Keep one of them')
}

/** Reads a config file, again where it has changed: in watch mode a process outlives a run. */
export function readConfig(path: string): ConfigFile {
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const known = read.get(path)
  if (known?.changedAt === changedAt) return known.config
  const config = parseConfig(loadConfig(path), path)
  read.set(path, { changedAt, config })
  return config
}
