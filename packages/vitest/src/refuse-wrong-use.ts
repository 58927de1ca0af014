import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { usageError } from '@agentguard/core/internal'

/**
 * Makes Vite throw where the function itself is in `plugins`, without being called. Vite would read it as a plugin
 * without hooks, and the tests would run unguarded.
 */
export function refuseUncalled(plugin: object): void {
  Object.defineProperty(plugin, 'config', {
    value: () => {
      throw usageError(
        'plugins in the Vitest config',
        'this is the function agentguard, not what it returns',
        'Call it: plugins: [agentguard()]',
      )
    },
  })
}

/**
 * Throws where the main entry is used as the setup file, since it would guard nothing.
 *
 * @param module the URL of the file that is loaded
 */
export function refuseAsSetupFile(module: string): void {
  // Vitest keeps its worker's state here, in every pool.
  const worker: unknown = Reflect.get(globalThis, '__vitest_worker__')
  const files: unknown = memberOf(memberOf(worker, 'config'), 'setupFiles')
  if (!Array.isArray(files)) return
  const own = realpathSync(fileURLToPath(module))
  if (!files.some((file) => typeof file === 'string' && realPath(file) === own)) return
  throw usageError(
    'setupFiles in the Vitest config',
    "'@agentguard/vitest' is the plugin, and guards nothing there",
    "Write setupFiles: ['@agentguard/vitest/setup'], or plugins: [agentguard()]",
  )
}

/** The state of the plugins that this process created. */
const made = { isWatched: false, isRead: false }

/** Prints at the end of a run of Vitest that it did not read our plugin, although its config created one, for example in `test.plugins`. */
export function expectToBeRead(): void {
  if (made.isWatched || process.env['VITEST'] !== 'true' || Reflect.has(globalThis, '__vitest_worker__')) return
  made.isWatched = true
  process.once('exit', () => {
    if (made.isRead) return
    process.stderr.write(`\n${unread.message}\n`)
    process.exitCode = 1
  })
}

/** Notes that Vite has read the plugin. */
export function noteRead(): void {
  made.isRead = true
}

const unread = usageError(
  'the Vitest config',
  'it calls agentguard(), but Vitest has not read the plugin: no test was guarded',
  'Put it into `plugins` at the top level of the config, not into `test`',
)

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
