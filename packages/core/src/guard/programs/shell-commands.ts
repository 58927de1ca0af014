import { shellBuiltins } from './local-programs.ts'
import { isHarmlessName } from './risky-variables.ts'
import { readShellWords, type ShellWord, unknownWord } from './shell-words.ts'

/**
 * The programs that a shell text starts, each with its arguments; `undefined` where that cannot be told for sure.
 *
 * What the shell computes (`$(…)`, variables, globs) is harmless as an argument of some programs, and never as a program.
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
    // After a change of directory, a relative path is another file than it seems.
    if (moved && name.includes('/') && !name.startsWith('/')) return undefined
    if (name === 'cd') moved = true
    if (refuses.get(name)?.(args) === true) return undefined
    if (!shellBuiltins.has(name)) programs.push(command)
  }
  return programs
}

/** Says whether the text changes directory: then relative entries of PATH mean others. */
export function changesDirectory(text: string): boolean {
  return /\bcd\b/.test(text)
}

/** A command without what it sets for itself and the word `exec`; `undefined` where that would change what it runs. */
function withoutAssignments(words: readonly ShellWord[]): string[] | undefined {
  const rest = [...words]
  for (let name = assignedBy(rest[0]); name !== undefined; name = assignedBy(rest[0])) {
    if (!isHarmlessName(name)) return undefined
    rest.shift()
  }
  if (rest[0]?.text === 'exec') rest.shift()
  return rest.map(({ text }) => text)
}

/** An assignment is one by its first characters alone, and only where none of them is quoted. */
function assignedBy(word: ShellWord | undefined): string | undefined {
  const [whole, name] = /^(\w+)\+?=/.exec(word?.text ?? '') ?? []
  return whole !== undefined && word !== undefined && word.plain >= whole.length ? name : undefined
}

const isComputed = (argument: string): boolean => argument.includes(unknownWord)

/** What some builtins do with some arguments: they set variables, and bash runs `$(…)` in the index of one that they look at. */
const refuses: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map(
  Object.entries<(args: readonly string[]) => boolean>({
    export: (args) => !args.every(isHarmlessExport),
    unset: (args) => !args.every(isHarmlessExport),
    printf: (args) => args.some((arg) => isComputed(arg) || arg.startsWith('-v')),
    test: (args) => args.some((arg) => isComputed(arg) || /^-[vR]$/.test(arg)),
    '[': (args) => args.some((arg) => isComputed(arg) || /^-[vR]$/.test(arg)),
    // `-a` and `-u` take a name or a number of their own, and an index in brackets is arithmetic.
    read: (args) => !args.every((arg) => arg === '-r' || (/^[a-z_]\w*$/i.test(arg) && isHarmlessName(arg))),
    // `-k` makes every `NAME=` among the arguments an assignment, and `--` sets arguments.
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
