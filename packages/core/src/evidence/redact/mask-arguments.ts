import { isSecretName, knownKey, looksRandom, MASK, secretName } from './mask-secrets.ts'
import { bounded, printable, shorten } from './printable.ts'
import { redactDestination } from './redact.ts'

/** A program as it may be shown: with a few of its arguments, masked. */
export function maskProgram(file: string, args: readonly string[]): { file: string; args: readonly string[] } {
  const rest = args.length > SHOWN_ARGUMENTS ? ['…'] : []
  return { file: bounded(file), args: [...maskArguments(args.slice(0, SHOWN_ARGUMENTS)), ...rest] }
}

/** A program's arguments with secrets, headers and bodies masked, and addresses without user information and query. */
export function maskArguments(args: readonly string[]): string[] {
  return args.map((argument, at) => {
    if (announcesSecret(args[at - 1])) return MASK
    const named = /^([\w.-]+)=/.exec(argument)
    if (announcesSecret(named?.[1])) return `${named?.[0] ?? ''}${MASK}`
    return shorten(printable(maskText(argument)), 120)
  })
}

/** A text, such as a shell's script, in which nothing is left that looks like a secret. */
function maskText(text: string): string {
  return firstWords(text)
    .replace(ADDRESS, (address) => redactDestination(address))
    .replace(CREDENTIALS, `${MASK}@`)
    .replace(HEADER, `$1${MASK}`)
    .replace(FLAG, `$1${MASK}`)
    .replace(NAMED, `$1${MASK}`)
    .replace(KEYS, MASK)
    .replace(/[\p{L}\d_+~-]{8,}/gu, (word) => (looksRandom(word) ? MASK : word))
    .replace(BASE64, (word) => (/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) ? MASK : word))
}

function announcesSecret(flag: string | undefined): boolean {
  if (flag === undefined || flag.length > LONGEST_FLAG) return false
  return VALUE_FLAG.test(flag) || isSecretName(flag)
}

/** Cuts between words: half a secret would not be known for one. */
function firstWords(text: string): string {
  return text.length <= READ ? text : `${text.slice(0, READ).replace(/\S+$/, '')}…`
}

const SHOWN_ARGUMENTS = 12
const READ = 2000
const LONGEST_FLAG = 100

// Headers, bodies, cookies and logins as curl, wget, httpie, mysql and redis-cli take them.
const VALUE_FLAGS = '-[HduFbpa]|--(?:proxy-)?(?:header|user)|--(?:data|form|body|post)(?:-[\\w-]+)?|--json'
const VALUE = String.raw`(?:"[^"]*"?|'[^']*'?|[^\s'"]+)`
const VALUE_FLAG = new RegExp(`^(?:${VALUE_FLAGS})$`)
// A secret may itself begin with dashes, and a flag that looks like it takes one may take none: then one word too many is masked.
const FLAG = new RegExp(`((?<![\\w-])(?:${VALUE_FLAGS}|--?(?:${secretName}))(?:\\s+|=))(?:--\\S*\\s+)*${VALUE}`, 'gi')
const NAMED = new RegExp(String.raw`((?<![\w.-])(?:${secretName})\\?["']?\s*[:=]\s*\\?)${VALUE}`, 'gi')
const HEADER = /\b((?:(?:proxy-)?authorization|cookie|x-[\w-]+)\s*:\s*|(?:bearer|basic)\s+)[^'"`\n]+/gi
const ADDRESS = /(?<![a-z\d+.-])[a-z][a-z\d+.-]*:\/\/[^\s'"`<>|]*/gi
const CREDENTIALS = /[^\s'"`/=@:]*:(?!\/\/)[^\s'"`@]+@/g
const KEYS = new RegExp(knownKey, 'g')
const BASE64 = /(?<![\w./~-])[A-Za-z\d+/]{32,}={0,2}/g
