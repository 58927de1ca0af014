import { knownKey, looksRandom, MASK, secretName } from './mask-secrets.ts'
import { redactDestination } from './redact.ts'

/** A text, such as a shell's script or a message, without what is known to be a secret by its form or its name. */
export function maskKnown(text: string): string {
  return firstWords(text)
    .replace(ADDRESS, (address) => redactDestination(address))
    .replace(CREDENTIALS, `${MASK}@`)
    .replace(HEADER, `$1${MASK}`)
    .replace(FLAG, `$1${MASK}`)
    .replace(NAMED, `$1${MASK}`)
    .replace(KEYS, MASK)
}

/** The same for a text in which nothing is expected to look like a key by chance. */
export function maskText(text: string): string {
  return maskKnown(text)
    .replace(/[\p{L}\d_+~-]{8,}/gu, (word) => (looksRandom(word) ? MASK : word))
    .replace(BASE64, (word) => (/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) ? MASK : word))
}

/** The path of a file, a socket or a program; an address in its place, as `net.connect(process.env.REDIS_URL)` makes it, keeps its scheme. */
export function maskFile(path: string): string {
  if (path.length > READ) return '…'
  const address = /^(?:.*[/\\])?[a-z][a-z\d+.-]+:[/\\]/is.exec(path)?.[0]
  if (address !== undefined) return `${address}${MASK}`
  // Windows begins some paths with `\\?\`.
  const plain = path.replace(/(?<!^\\\\)\?.*$/s, `?${MASK}`).replace(LOGIN, `$1${MASK}`)
  return maskKnown(plain)
}

/** Cuts between words: half a secret would not be known for one. */
export function firstWords(text: string): string {
  return text.length <= READ ? text : `${text.slice(0, READ).replace(/\S+$/, '')}…`
}

const READ = 2000

// Headers, bodies, cookies and logins as curl, wget, httpie, mysql and redis-cli take them.
const VALUE_FLAGS = '-[HduFbpa]|--(?:proxy-)?(?:header|user)|--(?:data|form|body|post)(?:-[\\w-]+)?|--json'
/** The source of a pattern for a word of a shell, in quotes or without. */
export const shellWord: string = String.raw`(?:"[^"]*"?|'[^']*'?|[^\s'"]+)`
/** Flags whose value may be a secret. */
export const valueFlag: RegExp = new RegExp(`^(?:${VALUE_FLAGS})$`)
// A secret may itself begin with dashes, and a flag that looks like it takes one may take none: then one word too many is masked.
const FLAG = new RegExp(
  `((?<![\\w-])(?:${VALUE_FLAGS}|--?(?:${secretName}))(?:\\s+|=))(?:--\\S*\\s+)*${shellWord}`,
  'gi',
)
const NAMED = new RegExp(String.raw`((?<![\w.-])(?:${secretName})\\?["']?\s*[:=]\s*\\?)${shellWord}`, 'gi')
const HEADER = /\b((?:(?:proxy-)?authorization|cookie|x-[\w-]+)\s*:\s*|(?:bearer|basic)\s+)[^'"`\n]+/gi
const ADDRESS = /(?<![a-z\d+.-])[a-z][a-z\d+.-]*:\/\/[^\s'"`<>|]*/gi
const CREDENTIALS = /[^\s'"`/=@:]*:(?!\/\/)[^\s'"`@]+@/g
/** `user:password` in place of a path. */
const LOGIN = /(?<=^|[/\\])((?:login|user|username|admin|root|default):)[^/\\]+/gi
const KEYS = new RegExp(knownKey, 'g')
const BASE64 = /(?<![\w./~-])[A-Za-z\d+/]{32,}={0,2}/g
