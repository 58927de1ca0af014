import { type GitSettings, readGitHooks, readGitSettings, usesGitFilter } from './git-settings.ts'
import { hooksOf, localGitCommands, mergesContent, readsContent, readsFiles } from './git-subcommands.ts'
import type { Program } from './program.ts'
import { unknownWord } from './shell-words.ts'

/** Whether a call of git stays in the repository on disk and starts nothing that its configuration names. */
export function isLocalGit(program: Program): boolean {
  const known = answers.get(program) ?? isLocal(program)
  answers.set(program, known)
  return known
}

/** Cached, since each start is classified more than once, and an answer takes some milliseconds. */
const answers = new WeakMap<Program, boolean>()

function isLocal(program: Program): boolean {
  const { args } = program
  if (args.some((arg) => arg.includes(unknownWord))) return false
  const rest = [...args]
  const place: string[] = []
  while (rest[0]?.startsWith('-') && rest[0] !== '--version') {
    const option = rest.shift() ?? ''
    // `-c`, `--exec-path` and `--config-env` can name programs to run. `-C` only names a directory.
    if (option === '-C') place.push(option, rest.shift() ?? '')
    else if (option === '--bare') place.push(option)
    else if (!['--no-pager', '--no-optional-locks', '--literal-pathspecs'].includes(option)) return false
  }
  const [command = '', ...options] = rest
  if (!localGitCommands.has(command)) return false
  if (command === 'config') return isHarmlessConfig(options)
  if (command === 'remote') return isListOfRemotes(options)
  if (options.some((option) => startingPrograms.test(option))) return false
  return readsNothing.has(command) || isLocalHere(program, place, command, options)
}

/** Subcommands that read no object, no index and no hook. */
const readsNothing: ReadonlySet<string> = new Set([
  'version',
  '--version',
  'rev-parse',
  'check-attr',
  'check-ignore',
  'init',
])

function isLocalHere(program: Program, place: readonly string[], command: string, options: readonly string[]): boolean {
  const settings = readGitSettings(program, place)
  if (settings === undefined || [...settings].some(([name, value]) => startsAnywhere(name, value))) return false
  if (startsHere(settings, command, options) || filters(program, place, settings, command)) return false
  const run = hooksOf.get(command)
  return run === undefined || !readGitHooks(program, place).some((hook) => run.has(hook))
}

/** Settings that any subcommand may follow: a clone that fetches what it lacks, a program that watches files, a trace sent to a socket. */
function startsAnywhere(name: string, value: string): boolean {
  if (/^remote\..*\.(?:promisor|partialclonefilter)$/.test(name) || name === 'extensions.partialclone')
    return isOn(value)
  if (name === 'core.fsmonitor') return !isSwitch(value)
  return name.startsWith('trace2.') && value.startsWith('af_unix:')
}

function startsHere(settings: GitSettings, command: string, options: readonly string[]): boolean {
  const has = (pattern: RegExp): boolean => [...settings.keys()].some((name) => pattern.test(name))
  const on = (name: string): boolean => isOn(settings.get(name) ?? 'false')
  if (mergesContent.has(command) && has(/^merge\..*\.driver$/)) return true
  if (readsContent.has(command) && has(/^diff\.(?:external|.*\.(?:command|textconv))$/)) return true
  if (on('log.showsignature') || options.some((option) => option.includes('%G'))) return true
  if (command === 'commit') return on('commit.gpgsign') || (settings.has('core.editor') && !options.some(givesMessage))
  return command === 'tag' && (on('tag.gpgsign') || (settings.has('core.editor') && options.includes('-a')))
}

/** Attributes decide which files have a filter. Those of a commit that is yet to be checked out cannot be read in advance. */
function filters(program: Program, place: readonly string[], settings: GitSettings, command: string): boolean {
  const names = [...settings.keys()].flatMap((name) => /^filter\.(.+)\.(?:smudge|clean|process)$/.exec(name)?.[1] ?? [])
  if (names.length === 0) return false
  return mergesContent.has(command) || (readsFiles.has(command) && usesGitFilter(program, place, new Set(names)))
}

function givesMessage(option: string): boolean {
  return /^(?:-[a-z]*[mFC]|--message|--file|--no-edit|--reuse-message|--fixup|--dry-run)/.test(option)
}

function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|0|1|)$/i.test(value)
}

function isOn(value: string): boolean {
  return !/^(?:false|no|off|0|)$/i.test(value)
}

// `grep -O` opens a pager, `-S` and `-s` sign with a program, `--ext-diff` and `--textconv` run those of the configuration.
const startingPrograms =
  /^(?:-O|-S|--open|--ext-d|--textc|--gpg|--sign|--edit|--exec|--upload|--receive|--recurse|--remote(?:=|$))/

/** Accepts reading, and the few settings that tests write. Others name programs, such as `core.fsmonitor` and `alias.x`. */
function isHarmlessConfig(options: readonly string[]): boolean {
  const [first = ''] = options.filter((option) => !['--local', '--global', '--system'].includes(option))
  return /^(?:--get(?:-all|-regexp)?|--list|-l|get|list)$/.test(first) || harmlessKey.test(first)
}

/** Other subcommands of `git remote` ask the remote, or start hooks. */
function isListOfRemotes([command, ...options]: readonly string[]): boolean {
  if (command === undefined || command === '-v' || command === '--verbose') return options.length === 0
  return command === 'get-url' && options.every((option) => !option.startsWith('-') || /^--(?:all|push)$/.test(option))
}

const harmlessKey =
  /^(?:user\.(?:name|email)|init\.defaultbranch|commit\.gpgsign|tag\.gpgsign|core\.(?:autocrlf|eol|filemode)|advice\.\w+|color\.\w+)$/i
