import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import type { Evidence } from '@agentguard/core'

export const core: string = join(import.meta.dirname, '../../../core/dist/index.js')
export const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/foreign', name)
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
const ways: Readonly<Record<string, readonly string[]>> =
  process.getuid?.() === 0 ? { root: [], 'an ordinary user': asNobody } : { 'an ordinary user': [] }

type Environment = Readonly<Record<string, string>>

/** The command that starts Node as a user. */
export function commandOf(user: string, args: readonly string[]): readonly [string, string[]] {
  const [file = '', ...rest] = [...(ways[user] ?? []), process.execPath, ...args]
  return [file, rest]
}

export const plain: Environment = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nowhere', TMPDIR: '/tmp' }

/** The users whose programs may run behind the gateway here; prints why others may not. */
export const users: readonly string[] = Object.keys(ways).filter((user) => {
  const [file, args] = commandOf(user, [join(core, '../agentguard.js'), 'doctor'])
  const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', env: plain, cwd: '/' })
  const works = stdout.includes('isolate  works')
  if (!works) console.warn(`Not tested: programs of ${user} behind the gateway (${`${stdout}${stderr}`.trim()})`)
  return works
})

/** Whether a user may read or run a file. */
export function mayUse(user: string, path: string): boolean {
  const [file, ...args] = [...(ways[user] ?? []), 'test', '-x', path] as const
  return spawnSync(file, args).status === 0
}

/** Runs a fixture as a user, and reads what it prints. */
export async function runAs<T>(user: string, name: string, input: object, env: Environment = {}): Promise<T> {
  const [file, args] = commandOf(user, [fixture(name), JSON.stringify({ core, ...input })])
  const child = spawn(file, args, { env: { ...plain, ...env }, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed] = await Promise.all([readText(child.stdout), once(child, 'close')])
  // Each fixture prints what its caller names.
  return JSON.parse(printed) as T
}

/** A program for `drive.mjs`. */
export interface Step {
  readonly file: string
  readonly args: readonly string[]
  readonly allow: readonly string[]
}

/** Its outcome. */
export interface Result {
  readonly pid: number
  readonly status: number | null
  readonly signal: string | null
  readonly text: string
  readonly tried: readonly string[]
  readonly evidence: readonly Pick<Evidence, 'process' | 'host' | 'names' | 'address' | 'port'>[]
  readonly reasons: readonly string[]
  readonly arrivals: number
}
