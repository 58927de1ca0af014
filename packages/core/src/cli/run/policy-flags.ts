import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import { optionNames, parseOptions, readValue } from '../../policy/options/parse-options.ts'
import { type EgressOptions, ruleLists } from '../../policy/options/egress-options.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'

/** What commander read for the flags of a policy; `allow`, `deny` and `mute` as often as they were given. */
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

/** Gives a verb the flags that make a policy. */
export function addPolicyFlags(command: Command): Command {
  return command
    .option('--allow <rules>', 'what may be reached: hosts, addresses, exec: rules; with commas, or repeated', append)
    .option('--deny <rules>', 'what may not, whatever else allows it', append)
    .option('--mute <rules>', 'what stays blocked and recorded, and fails nothing', append)
    .option('--mode <word>', 'block (default), audit, off')
    .option('--loopback <word>', 'own (default), any, none')
    .option('--subprocess <word>', 'guard (default), isolate, block, allow')
    .option('--native <word>', 'witness (default), block, allow')
    .option('--late <word>', 'wait (default), flush')
    .option('--late-limit <ms>', 'how long a test file waits for its timers: 100 (default)')
    .option('--config <file>', 'a JSON file with the same options')
}

/**
 * The options that the flags say. They win over those of the file; rules add up.
 *
 * @throws TypeError for a rule or a word that is none
 */
export function parsePolicyFlags(
  flags: PolicyFlags,
  where: string,
  readFile: (path: string) => string = readText,
): EgressOptions {
  const file = flags.config === undefined ? {} : readConfig(flags.config, readFile)
  const given = Object.fromEntries(
    Object.entries(flags).flatMap(([name, value]: readonly [string, unknown]) =>
      optionNames.includes(name) ? [[name, typeof value === 'string' ? readValue(name, value) : value]] : [],
    ),
  )
  const lists = ruleLists.map((name) => {
    const rules = (flags[name] ?? []).flatMap((text) => text.split(','))
    return [name, [...[file[name] ?? []].flat(), ...rules.map((rule) => rule.trim())]] as const
  })
  const parsed = parseOptions({ ...file, ...given, ...Object.fromEntries(lists) }, where)
  createPolicy(parsed, where)
  return parsed
}

/** For a flag that may be repeated. */
export function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function readConfig(path: string, readFile: (path: string) => string): EgressOptions {
  try {
    return parseOptions(JSON.parse(readFile(resolve(path))), path)
  } catch (error) {
    if (error instanceof TypeError) throw error
    throw usageError(path, `the configuration cannot be read (${String(error)})`, 'Name a file with JSON')
  }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}
