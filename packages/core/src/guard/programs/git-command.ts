import { localGitCommands } from './local-programs.ts'
import { unknownWord } from './shell-words.ts'

/** Says whether a call of git stays in the repository on disk. */
export function isLocalGit(args: readonly string[]): boolean {
  if (args.some((arg) => arg.includes(unknownWord))) return false
  const rest = [...args]
  while (rest[0]?.startsWith('-') && rest[0] !== '--version') {
    const option = rest.shift() ?? ''
    // `-c`, `--exec-path` and `--config-env` can name programs to run; `-C` only a directory.
    if (option === '-C') rest.shift()
    else if (!['--no-pager', '--bare', '--no-optional-locks', '--literal-pathspecs'].includes(option)) return false
  }
  const [command = '', ...options] = rest
  if (!localGitCommands.has(command)) return false
  if (command === 'config') return isHarmlessConfig(options)
  return !options.some((option) => startingPrograms.test(option))
}

// `grep -O` opens a pager, `-S` and `-s` sign with a program, `--ext-diff` and `--textconv` run those of the configuration.
const startingPrograms =
  /^(?:-O|-S|--open|--ext-d|--textc|--gpg|--sign|--edit|--exec|--upload|--receive|--recurse|--remote)/

/** Reading, and the few settings that a test makes; others name programs, such as `core.fsmonitor` and `alias.x`. */
function isHarmlessConfig(options: readonly string[]): boolean {
  const [first = ''] = options.filter((option) => !['--local', '--global', '--system'].includes(option))
  return /^(?:--get(?:-all|-regexp)?|--list|-l|get|list)$/.test(first) || harmlessKey.test(first)
}

const harmlessKey =
  /^(?:user\.(?:name|email)|init\.defaultbranch|commit\.gpgsign|tag\.gpgsign|core\.(?:autocrlf|eol|filemode)|advice\.\w+|color\.\w+)$/i
