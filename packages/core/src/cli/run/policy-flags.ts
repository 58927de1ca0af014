import { sep } from 'node:path'
import { cwd } from 'node:process'
import type { Command } from 'commander'
import { optionNames, readValue } from '../../policy/options/parse-options.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { checkOptions } from '../../testing/config/check-options.ts'
import { readConfig } from '../../testing/config/find-configs.ts'
import { configLevels, type Level, sectionsFor } from '../../testing/config/level.ts'

/** The policy flags as commander parsed them. `allow`, `deny` and `mute` may be repeated. */
export interface PolicyFlags {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  readonly mute?: readonly string[]
  readonly mode?: string
  readonly loopback?: string
  readonly subprocess?: string
  readonly native?: string
  readonly late?: string
  readonly lateLimit?: string
  readonly config?: string
}

/** Adds the flags of a policy to a verb. */
export function addPolicyFlags(command: Command): Command {
  return command
    .option('--allow <rules>', 'what may be reached: hosts, addresses, exec: rules; with commas, or repeated', append)
    .option('--deny <rules>', 'what may not be reached, whatever else allows it', append)
    .option('--mute <rules>', 'what stays blocked and recorded, and fails nothing', append)
    .option('--mode <word>', 'block (default), audit, off')
    .option('--loopback <word>', 'own (default), any, none')
    .option('--subprocess <word>', 'guard (default), isolate, block, allow')
    .option('--native <word>', 'witness (default), block, allow')
    .option('--late <word>', 'wait (default), flush')
    .option('--late-limit <ms>', 'how long a test file waits for its timers: 100 (default)')
    .option('--config <file>', 'a config (default: the nearest agentguard.config file upward)')
}

/**
 * The levels of a command line: the config files of a folder, or the named one, and the flags, which add to it.
 *
 * @param file a test file, for options that a config sets for some files
 * @throws TypeError for a wrong rule, value or config
 */
export function policyLevels(flags: PolicyFlags, where: string, folder: string, file?: string): readonly Level[] {
  const { config, ...others } = flags
  const configs = config === undefined ? configLevels(folder, file) : sectionsFor(readConfig(config), file)
  const options = parsePolicyFlags(others, where)
  return [...configs.map(relativeToHere), ...(Object.keys(options).length > 0 ? [{ name: 'the flags', options }] : [])]
}

/** The options in the flags. */
function parsePolicyFlags(flags: PolicyFlags, where: string): EgressOptions {
  const given = Object.entries(flags).flatMap(([name, value]: readonly [string, unknown]) => {
    if (!optionNames.includes(name)) return []
    return [[name, typeof value === 'string' ? readValue(name, value) : splitRules(value)] as const]
  })
  return checkOptions(Object.fromEntries(given), where)
}

function splitRules(value: unknown): unknown {
  // Only repeatable flags are lists, and all of those are lists of texts.
  return Array.isArray(value)
    ? (value as readonly string[]).flatMap((text) => text.split(',')).map((rule) => rule.trim())
    : value
}

function relativeToHere(level: Level): Level {
  return { ...level, name: level.name.replace(`${cwd()}${sep}`, '') }
}

/** Collects a flag that may be repeated. */
export function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
