import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { didYouMean } from '../errors/did-you-mean.ts'
import { usageError } from '../errors/usage-error.ts'
import { optionNames, parseOptions } from '../options/parse-options.ts'
import type { EgressOptions } from '../policy/egress-options.ts'
import { createPolicy } from '../policy/policy.ts'

/** What a call of `agentguard` asks for. */
export type CommandLine =
  | { readonly wants: 'help' | 'version' }
  | {
      readonly wants: 'run'
      readonly command: readonly [string, ...string[]]
      readonly options: EgressOptions
      readonly isolate: boolean
    }

/** One entry a flag. */
const flags = {
  allow: { type: 'string', multiple: true },
  deny: { type: 'string', multiple: true },
  mode: { type: 'string' },
  loopback: { type: 'string' },
  subprocess: { type: 'string' },
  native: { type: 'string' },
  config: { type: 'string' },
  isolate: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

export const help = `Usage: agentguard run [options] -- <command> [arguments]

Runs a command with what it and all its Node processes may reach under control. The exit code is that of the command, or
1 where something was blocked.

  --allow <rules>      what may be reached: hosts, addresses, exec: rules; with commas, or repeated
  --deny <rules>       what may not, whatever else allows it
  --mode <word>        block (default), audit, off
  --loopback <word>    own (default), any, none
  --subprocess <word>  guard (default), isolate, block, allow
  --native <word>      witness (default), block, allow
  --config <file>      a JSON file with the same options
  --isolate            in a network namespace with loopback only, so that nothing gets out at all (Linux)
  --help, --version
`

/**
 * Reads the arguments of `agentguard`.
 *
 * @throws TypeError for whatever is not known, naming what was probably meant
 */
export function parseCommandLine(args: readonly string[], readFile: (path: string) => string = readText): CommandLine {
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  const known = Object.keys(flags).map((name) => `--${name}`)
  const unknown = own.find((arg) => arg.startsWith('--') && !Object.hasOwn(flags, nameOf(arg)))
  if (unknown !== undefined) {
    throw usageError('agentguard', `there is no option '${unknown}'`, didYouMean(unknown, known))
  }
  const { values, positionals } = parseArgs({ args: [...own], options: flags, allowPositionals: true, strict: true })
  if (values.help || (args.length === 0 && end < 0)) return { wants: 'help' }
  if (values.version) return { wants: 'version' }
  const [verb, stray] = positionals
  if (verb !== 'run') {
    const what = verb === undefined ? 'no command is given' : `there is no command '${verb}'`
    throw usageError('agentguard', what, "Write 'agentguard run -- npm test'")
  }
  if (stray !== undefined) {
    throw usageError('agentguard run', `'${stray}' stands before '--'`, `Write 'agentguard run -- ${stray} …'`)
  }
  const [file, ...rest] = end < 0 ? [] : args.slice(end + 1)
  if (file === undefined)
    throw usageError('agentguard run', "nothing stands after '--'", "Write 'agentguard run -- npm test'")
  const isolate = values.isolate === true
  return { wants: 'run', command: [file, ...rest], options: optionsOf(values, isolate, readFile), isolate }
}

type Values = Readonly<Record<string, string | boolean | string[] | undefined>>

/** What the flags say wins over the file; rules add up. */
function optionsOf(values: Values, isolate: boolean, readFile: (path: string) => string): EgressOptions {
  const file = typeof values['config'] === 'string' ? readConfig(values['config'], readFile) : {}
  const given = Object.fromEntries(optionNames.flatMap((name) => (name in values ? [[name, values[name]]] : [])))
  const lists = (['allow', 'deny'] as const).map((name) => {
    const rules = [values[name] ?? []].flat().flatMap((text) => String(text).split(','))
    return [name, [...[file[name] ?? []].flat(), ...rules.map((rule) => rule.trim())]] as const
  })
  const options = { ...(isolate && { subprocess: 'isolate' }), ...file, ...given, ...Object.fromEntries(lists) }
  const parsed = parseOptions(options, 'agentguard run')
  createPolicy(parsed, 'agentguard run')
  return parsed
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

function nameOf(flag: string): string {
  return flag.slice(2).split('=')[0] ?? ''
}
