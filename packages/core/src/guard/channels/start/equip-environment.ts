import { dirname } from 'node:path'
import type { Program } from '../../programs/program.ts'
import type { ChildEquipment } from '../../capabilities/children.ts'
import { inviteProcess } from '../../spool/invitation.ts'
import { quickRetries } from '../../spool/quick-retries.ts'
import { directoryOfTicket } from '../../spool/spool-paths.ts'

/** Converts `KEY=value` pairs to a record. */
export function readPairs(pairs: readonly string[]): Record<string, string>
export function readPairs(env: NodeJS.ProcessEnv): string[]
export function readPairs(source: readonly string[] | NodeJS.ProcessEnv): Record<string, string> | string[] {
  if (!Array.isArray(source)) return Object.entries(source).map(([key, value]) => `${key}=${value}`)
  return Object.fromEntries(
    source.map((pair: string) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
}

/**
 * The environment, changed so that Node loads the guard before everything else.
 *
 * NODE_OPTIONS reaches Node through shells and package managers. The child's own options follow ours and keep their
 * effect.
 */
export function equipEnvironment(pairs: readonly string[], program: Program, equipment: ChildEquipment): string[] {
  const own = pairs.find((pair) => pair.startsWith('NODE_OPTIONS='))?.slice('NODE_OPTIONS='.length) ?? ''
  const rest = pairs.filter((pair) => !pair.startsWith('NODE_OPTIONS='))
  const retries = quickRetries(readPairs(rest))
  const equipped = [...rest, ...readPairs(retries), `NODE_OPTIONS=${equipOptions(own, program.args, equipment)}`]
  return inviteProcess(equipped, equipment, { nodeOptions: own, retries: Object.keys(retries) })
}

/** NODE_OPTIONS with the guard first. `args` are Node's other flags. */
export function equipOptions(own: string, args: readonly string[], equipment: ChildEquipment): string {
  return [`--require ${quote(equipment.preload)}`, ...permissions(args, own, equipment), own].join(' ').trim()
}

/** Under the permission model the guard must be able to read itself and to write its evidence. */
function permissions(args: readonly string[], own: string, { preload, ticket }: ChildEquipment): string[] {
  const isRestricted = [...args, ...own.split(/\s+/)].some((arg) => /^--(?:experimental-)?permission$/.test(arg))
  if (!isRestricted) return []
  const [from, spool] = [dirname(preload), directoryOfTicket(ticket)]
  return [
    `--allow-fs-read=${quote(`${from}/*`)}`,
    `--allow-fs-read=${quote(`${spool}/*`)}`,
    `--allow-fs-write=${quote(`${spool}/*`)}`,
  ]
}

/** NODE_OPTIONS is split at spaces outside double quotes, in which a backslash escapes. */
function quote(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path
}
