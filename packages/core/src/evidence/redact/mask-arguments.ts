import { isSecretName, MASK } from './mask-secrets.ts'
import { firstWords, maskFile, maskText, shellWord, valueFlag } from './mask-text.ts'
import { bounded, printable, shorten } from './printable.ts'
import { secretLetters } from './program-flags.ts'

/** A program as it may be shown: with a few of its arguments, masked. */
export function maskProgram(file: string, args: readonly string[]): { file: string; args: readonly string[] } {
  const rest = args.length > SHOWN_ARGUMENTS ? ['…'] : []
  return { file: bounded(maskFile(file)), args: [...maskArguments(args.slice(0, SHOWN_ARGUMENTS), file), ...rest] }
}

/** A program's arguments with secrets, headers and bodies masked, and addresses without user information and query. */
export function maskArguments(given: readonly string[], file = ''): string[] {
  const args = given.map(firstWords)
  const short = secretLetters([file, ...args])
  const isShort = short === '' ? undefined : new RegExp(`^-[A-Za-z]*[${short}]$`)
  return args.map((argument, at) => {
    const before = args[at - 1] ?? ''
    if (announcesSecret(before) || isShort?.test(before.slice(0, LONGEST_FLAG)) === true) return MASK
    const named = /^([\w.-]+)=/.exec(argument)
    if (announcesSecret(named?.[1])) return `${named?.[0] ?? ''}${MASK}`
    return shorten(printable(maskText(maskGlued(argument, short))), 120)
  })
}

/** Where a flag may begin: within a word, a dash is part of that word, which may be a password. */
const wordStart = '(?<![^\\s\'"`(;|&])'

/** `-uuser:password` in one word, alone or in a script. */
function maskGlued(text: string, short: string): string {
  // Without the program, what is no word of small letters behind such a flag may be a secret: `-p8080` is hidden with it.
  const any = new RegExp(`${wordStart}(-[uUpPaAwWkKbH])(?=[a-z_-]*[^a-z_\\s'"=-])${shellWord}`, 'g')
  const plain = text.replace(any, `$1${MASK}`)
  if (short === '') return plain
  return plain.replace(new RegExp(`${wordStart}(-[A-Za-z]*?[${short}]\\s*)${shellWord}`, 'g'), `$1${MASK}`)
}

function announcesSecret(flag: string | undefined): boolean {
  if (flag === undefined || flag.length > LONGEST_FLAG) return false
  return valueFlag.test(flag) || isSecretName(flag)
}

const SHOWN_ARGUMENTS = 12
const LONGEST_FLAG = 100
