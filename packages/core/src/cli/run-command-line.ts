import { readFileSync } from 'node:fs'
import type { Command, CommanderError } from 'commander'
import { ownRoot } from '../guard/judging/own-files.ts'
import { refuseUnsupportedNode } from '../guard/engine/supported-node.ts'
import type { Verb } from './verbs/verbs.ts'
import { watchOutput } from './io/watch-output.ts'

/**
 * Runs `agentguard`. Results go to stdout, everything else to stderr, and the exit code to `process.exitCode`.
 *
 * The exit code is 0 for success, 1 for a finding, and 2 for wrong use. For a command that could not run, it is that of
 * a shell: 127 or 126.
 *
 * @param args the arguments after `agentguard`
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  watchOutput()
  try {
    refuseUnsupportedNode()
    const { verbs } = await import('./verbs/verbs.ts')
    const asked = readHelp(args, verbs)
    const program = await createProgram(asked, verbs)
    if (asked.length === 0) program.outputHelp()
    else await program.parseAsync(asked, { from: 'user' })
  } catch (error) {
    fail(error, args)
  }
}

/** Reads `help run` as `run --help`. For an unknown verb, commander would print its whole help. */
function readHelp(args: readonly string[], verbs: readonly Verb[]): readonly string[] {
  const [first, asked = 'help'] = args
  if (first !== 'help') return args
  if (asked === 'help') return ['--help']
  return verbs.some(({ name }) => name === asked) ? [asked, '--help'] : [asked]
}

/** Loads only the verb that is used. Loads all for the help, and to find what was probably meant. */
async function createProgram(args: readonly string[], verbs: readonly Verb[]): Promise<Command> {
  const { createVerb, addExamples } = await import('./verbs/create-verb.ts')
  const program = createVerb(
    'agentguard',
    'Reports what code reaches over the network, and blocks what no rule allows.',
  )
    .usage('<verb> [options]')
    .version(readVersion(), '--version', 'show the version')
    .helpCommand('help [verb]', 'show the help of a verb')
    .enablePositionalOptions()
  const used = verbs.filter(({ name }) => name === args[0])
  const loaded = await Promise.all((used.length > 0 ? used : verbs).map(async ({ load }) => load(args)))
  for (const verb of loaded) program.addCommand(verb)
  return addExamples(program, [
    ['agentguard help run', 'the flags of a verb'],
    ['agentguard run -- npm test', 'tests under the guard'],
  ])
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(`${ownRoot()}/package.json`, 'utf8')) as { version: string }
  return manifest.version
}

function fail(error: unknown, args: readonly string[]): void {
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return
    process.stderr.write(`${explainCommander(error, args)}\n`)
    process.exitCode = 2
    return
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof TypeError) return 2
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}

/** Rewrites `error: unknown option '--alow'\n(Did you mean --allow?)` in the form of our errors: where, what, the fix. */
function explainCommander({ message }: CommanderError, args: readonly string[]): string {
  const what = message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/\n\(Did you mean (.+)\?\)$/s, ". Did you mean '$1'?")
  const [verb = ''] = args
  const where = /^[a-z]+$/.test(verb) && !what.startsWith('unknown command') ? `agentguard ${verb}` : 'agentguard'
  return `${where}: ${what}${what.endsWith('?') ? '' : '.'} See '${where} --help'.`
}
