import { readFileSync } from '../../guard/node/original-fs.ts'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'
import { type JsonText, readJson } from './read-json.ts'

/** The content of a config file, not yet checked. */
export interface LoadedConfig {
  readonly value: unknown
  /** The line of a part, where the file is JSON. */
  readonly lineOf: JsonText['lineOf'] | undefined
}

/**
 * Loads a config file synchronously, since Jest constructs an environment without awaiting anything.
 *
 * @throws TypeError that names the file and the fix
 */
export function loadConfig(path: string): LoadedConfig {
  if (!/\.[cm]?[jt]s$/.test(path)) return readJson(readText(path), path)
  const require = createRequire(resolve(path))
  if (path.endsWith('ts') && !canStripTypes() && !Object.hasOwn(require.extensions, '.ts')) {
    const fix =
      'Write agentguard.config.mjs or agentguard.config.json, or use Node 22.18 or newer without --no-strip-types'
    throw usageError(path, `Node ${process.versions.node} cannot load TypeScript`, fix)
  }
  return { value: exported(require, path), lineOf: undefined }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw usageError(path, `the config cannot be read (${String(error)})`, 'Name a file that you may read')
  }
}

function exported(require: NodeJS.Require, path: string): unknown {
  const loaded = load(require, path)
  if (typeof loaded !== 'object' || loaded === null) return loaded
  const isModule = Object.prototype.toString.call(loaded) === '[object Module]'
  if (!isModule && Reflect.get(loaded, '__esModule') !== true) return loaded
  if ('default' in loaded) return loaded.default
  throw usageError(path, 'it has no default export', 'Write export default { allow: [] }')
}

function load(require: NodeJS.Require, path: string): unknown {
  try {
    return require(resolve(path)) as unknown
  } catch (error) {
    throw cannotLoad(path, error)
  }
}

function cannotLoad(path: string, error: unknown): TypeError {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: String(error) }
  if (code === 'ERR_REQUIRE_ASYNC_MODULE') {
    return usageError(path, 'it has a top-level await', 'Export a value that needs no waiting')
  }
  const fix = 'Fix it, or write the config as agentguard.config.json'
  return usageError(path, `it cannot be loaded (${message.split('\n')[0]})`, fix, { cause: error })
}

/** Whether Node strips types: from 22.18 on, without `--no-strip-types`. Older versions parse TypeScript as JavaScript. */
function canStripTypes(): boolean {
  return Boolean(Reflect.get(process.features, 'typescript'))
}
