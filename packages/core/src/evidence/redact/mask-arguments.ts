import { isSecretName, MASK } from './mask-secrets.ts'
import { firstWords, maskFile, maskText, shellWord, valueFlag } from './mask-text.ts'
import { bounded, printable, shorten } from './printable.ts'
import { secretLetters } from './program-flags.ts'

/** A program as it may be shown: with a few arguments, masked. */
export function maskProgram(file: string, args: readonly string[]): { file: string; args: readonly string[] } {
  const rest = args.length > SHOWN_ARGUMENTS ? ['…'] : []
  return { file: bounded(maskFile(file)), args: [...maskArguments(args.slice(0, SHOWN_ARGUMENTS), file), ...rest] }
}

/** A program's arguments, with secrets, headers and bodies masked, and URLs without user information and query. */
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

/** Where a flag may begin. Inside a word, a dash belongs to that word, which may be a password. */
const wordStart = '(?<![^\\s\'"`(;|&])'

/** `-uuser:password` in one word, alone or in a script. */
function maskGlued(text: string, short: string): string {
  // For an unknown program, anything but a lower-case word after such a flag may be a secret, so `-p8080` is masked too.
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
