import { basename } from 'node:path'
import { localGitCommands, localPrograms, shells } from './local-programs.ts'
import { findProgram } from './find-program.ts'
import { readShellCommands } from './shell-commands.ts'

/** A program about to start: what `child_process` hands to the system. */
export interface Program {
  readonly file: string
  /** Without the name that stands before the first argument. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

/**
 * `node`: it loads the preload that travels in NODE_OPTIONS. `local`: it cannot reach out. `foreign`: nothing is known of it.
 */
export type ProgramKind = 'node' | 'local' | 'foreign'

/** Says what a program can do, by its name, its place and its arguments; when in doubt it is foreign. */
export function classifyProgram(program: Program): ProgramKind {
  const found = findProgram(program)
  if (found === undefined) return 'local'
  if (found.isNode) return 'node'
  const name = basename(program.file)
  if (shells.has(name)) return classifyShell(program)
  if (!found.isSystem) return 'foreign'
  if (localPrograms.has(name)) return 'local'
  return name === 'git' ? classifyGit(program.args) : isSafeSort(name, program.args)
}

/** The programs in a command that might reach out unseen: the program itself, or those of a shell's commands. */
export function foreignPrograms(program: Program): readonly string[] {
  if (classifyProgram(program) !== 'foreign') return []
  const commands = shells.has(basename(program.file)) ? readCommands(program) : undefined
  const foreign = (commands ?? []).filter((command) => classifyProgram(command) === 'foreign').map(({ file }) => file)
  return foreign.length > 0 ? [...new Set(foreign)] : [program.file]
}

/** A shell is as good as the worst of its commands; a script file or a login shell cannot be read. */
function classifyShell(program: Program): ProgramKind {
  const kinds = readCommands(program)?.map(classifyProgram)
  if (kinds === undefined) return 'foreign'
  if (kinds.includes('foreign')) return 'foreign'
  return kinds.includes('node') ? 'node' : 'local'
}

function readCommands(program: Program): Program[] | undefined {
  const [flag, text, ...rest] = program.args
  if (flag !== '-c' || text === undefined) return undefined
  return readShellCommands([text, ...rest])?.map(([file = '', ...args]) => ({ ...program, file, args }))
}

function classifyGit(args: readonly string[]): ProgramKind {
  const subcommand = args.find((arg) => !arg.startsWith('-')) ?? args[0] ?? ''
  // `-c` and `--exec-path` can name programs to run; `-C` only a directory.
  const before = args.slice(0, args.indexOf(subcommand))
  const plain = before.every((arg) => ['--no-pager', '--bare', '--no-optional-locks'].includes(arg))
  return plain && localGitCommands.has(subcommand) ? 'local' : 'foreign'
}

/** `sort` can compress with a program that it is told. */
function isSafeSort(name: string, args: readonly string[]): ProgramKind {
  return name === 'sort' && !args.some((arg) => arg.startsWith('--comp')) ? 'local' : 'foreign'
}
