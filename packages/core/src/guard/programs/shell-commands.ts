import { shellBuiltins } from './local-programs.ts'
import { isHarmlessName } from './risky-variables.ts'
import { readShellWords, type ShellWord, unknownWord } from './shell-words.ts'

/**
 * The programs that a shell text starts, each with its arguments. `undefined` where they cannot be known for sure.
 *
 * What the shell computes (`$(…)`, variables, globs) is harmless as an argument of some programs, and never as a
 * program.
 */
export function readShellCommands(text: string): string[][] | undefined {
  const programs: string[][] = []
  let moved = false
  for (const words of readShellWords(text) ?? [[{ text: unknownWord, plain: 0 }]]) {
    const command = withoutAssignments(words)
    if (command === undefined) return undefined
    const [name, ...args] = command
    if (name === undefined) continue
    if (!isProgramName(name)) return undefined
    // After a change of directory, a relative path names another file.
    if (moved && name.includes('/') && !name.startsWith('/')) return undefined
    if (name === 'cd') moved = true
    if (refuses.get(name)?.(args) === true) return undefined
    if (!shellBuiltins.has(name)) programs.push(command)
  }
  return programs
}

/** Whether the text changes directory, which changes what relative entries of PATH mean. */
export function changesDirectory(text: string): boolean {
  return /\bcd\b/.test(text)
}

/** A command without its assignments and the word `exec`. `undefined` where those would change what it runs. */
function withoutAssignments(words: readonly ShellWord[]): string[] | undefined {
  const rest = [...words]
  for (let name = assignedBy(rest[0]); name !== undefined; name = assignedBy(rest[0])) {
    if (!isHarmlessName(name)) return undefined
    rest.shift()
  }
  if (rest[0]?.text === 'exec') rest.shift()
  return rest.map(({ text }) => text)
}

/** A word is an assignment by its first characters, and only where none of them is quoted. */
function assignedBy(word: ShellWord | undefined): string | undefined {
  const [whole, name] = /^(\w+)\+?=/.exec(word?.text ?? '') ?? []
  return whole !== undefined && word !== undefined && word.plain >= whole.length ? name : undefined
}

const isComputed = (argument: string): boolean => argument.includes(unknownWord)

/** Builtins that are unsafe with some arguments: they set variables, and bash runs `$(…)` in the index of a variable that they read. */
const refuses: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map(
  Object.entries<(args: readonly string[]) => boolean>({
    export: (args) => !args.every(isHarmlessExport),
    unset: (args) => !args.every(isHarmlessExport),
    printf: (args) => args.some((arg) => isComputed(arg) || arg.startsWith('-v')),
    test: (args) => args.some((arg) => isComputed(arg) || /^-[vR]$/.test(arg)),
    '[': (args) => args.some((arg) => isComputed(arg) || /^-[vR]$/.test(arg)),
    // `-a` and `-u` take a name or a number, and an index in brackets is arithmetic.
    read: (args) => !args.every((arg) => arg === '-r' || (/^[a-z_]\w*$/i.test(arg) && isHarmlessName(arg))),
    // `-k` makes every `NAME=` argument an assignment, and `--` sets arguments.
    set: (args) => !args.every((arg) => /^[-+][efux]+$/.test(arg)),
    exit: (args) => !args.every((arg) => /^\d+$/.test(arg)),
    return: (args) => !args.every((arg) => /^\d+$/.test(arg)),
    wait: (args) => args.length > 0,
    shift: (args) => args.length > 0,
  }),
)

function isProgramName(text: string): boolean {
  return /^(?:[\w@%+:,./-]+|\[)$/.test(text)
}

function isHarmlessExport(argument: string): boolean {
  return !isComputed(argument) && /^\w+(?:=|$)/.test(argument) && isHarmlessName(argument.split('=')[0] ?? '')
}
