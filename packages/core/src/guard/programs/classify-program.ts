import { basename, delimiter, isAbsolute } from 'node:path'
import { findProgram, type FoundProgram } from './find-program.ts'
import { isLocalGit } from './git-command.ts'
import { localPrograms, localScripts, shells } from './local-programs.ts'
import { goesPastPreload, optionsGoPastPreload } from './node-flags.ts'
import type { Program } from './program.ts'
import { findRiskyVariable } from './risky-variables.ts'
import { changesDirectory, readShellCommands } from './shell-commands.ts'
import { unknownWord } from './shell-words.ts'

/** `node` loads the preload in NODE_OPTIONS, `local` cannot use the network, and nothing is known of `foreign`. */
export type ProgramKind = 'node' | 'local' | 'foreign'

/** Decides what a program can do from its name, place and arguments. When in doubt it is foreign. */
export function classifyProgram(program: Program): ProgramKind {
  const found = findProgram(program)
  // There is no such program, so its start fails.
  return found === undefined ? 'local' : classifyFound(program, found)
}

/** The programs of a command that might use the network unseen: the program itself, or those that a shell command names. */
export function foreignPrograms(program: Program): readonly string[] {
  if (classifyProgram(program) !== 'foreign') return []
  const commands = isReadableShell(program) ? (readCommands(program) ?? []) : []
  const foreign = commands.filter((command) => classifyCommand(command) === 'foreign')
  const named = foreign.flatMap((command) => (isReadableShell(command) ? foreignPrograms(command) : [command.file]))
  return named.length > 0 ? [...new Set(named)] : [program.file]
}

/** The same for a command of a shell, where a name without a file may be a builtin or a keyword. */
function classifyCommand(program: Program): ProgramKind {
  const found = findProgram(program)
  return found === undefined ? 'foreign' : classifyFound(program, found)
}

function classifyFound(program: Program, found: FoundProgram): ProgramKind {
  const { args, env, inherited } = program
  if (findRiskyVariable(env, inherited, 'any') !== undefined) return 'foreign'
  if (found.kind === 'node-script' || found.kind === 'node') {
    const isPast = (found.kind === 'node' && goesPastPreload(args)) || optionsGoPastPreload(env, inherited)
    return isPast ? 'foreign' : 'node'
  }
  if (!found.isSystem || basename(program.name ?? program.file) !== basename(program.file)) return 'foreign'
  const name = basename(program.file)
  if (shells.has(name)) return classifyShell(program)
  if (found.kind === 'script') return isLocalScript(program, name) ? 'local' : 'foreign'
  return localPrograms.has(name) || isHarmless.get(name)?.(program) === true ? 'local' : 'foreign'
}

/** A script that is part of the system: a shell reads it, and PATH decides which programs it starts. */
function isLocalScript(program: Program, name: string): boolean {
  const started = localScripts.get(name)
  if (started === undefined || findRiskyVariable(program.env, program.inherited, 'shell') !== undefined) return false
  return started.every((file) => classifyCommand({ ...program, file, name: undefined }) === 'local')
}

/** Programs that start others when their arguments ask for it. */
const isHarmless: ReadonlyMap<string, (program: Program) => boolean> = new Map(
  Object.entries<(program: Program) => boolean>({
    git: (program) => findRiskyVariable(program.env, program.inherited, 'git') === undefined && isLocalGit(program),
    // It prints the variables, unless a word remains that names a program.
    env: ({ args }) => args.every((arg) => !arg.includes(unknownWord) && /^(?:\w+=|-0$|-i$|--null$)/.test(arg)),
    sort: ({ args }) => !args.some((arg) => arg.includes(unknownWord) || arg.startsWith('--co')),
    getconf: ({ args }) => !args.some((arg) => arg.includes(unknownWord) || arg.startsWith('-')),
  }),
)

function isReadableShell(program: Program): boolean {
  return shells.has(basename(program.file)) && findProgram(program)?.isSystem === true
}

/** A shell is classified by the worst of its commands. A script file or a login shell cannot be read. */
function classifyShell(program: Program): ProgramKind {
  const kinds = readCommands(program)?.map(classifyCommand)
  if (kinds === undefined || kinds.includes('foreign')) return 'foreign'
  return kinds.includes('node') ? 'node' : 'local'
}

function readCommands(program: Program): Program[] | undefined {
  const [flag = '', text, ...rest] = program.args
  const { env, inherited } = program
  if (!/^-[eu]*c$/.test(flag) || text === undefined || text.includes(unknownWord) || rest[0]?.startsWith('-'))
    return undefined
  if (findRiskyVariable(env, inherited, 'shell') !== undefined) return undefined
  if (changesDirectory(text) && (env['PATH'] ?? '').split(delimiter).some((entry) => !isAbsolute(entry)))
    return undefined
  return readShellCommands(text)?.map(([file = '', ...args]) => ({ ...program, file, name: undefined, args }))
}
