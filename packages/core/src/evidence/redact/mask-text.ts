import { knownKey, looksRandom, MASK, secretName } from './mask-secrets.ts'
import { redactDestination } from './redact.ts'

/** Masks the secrets in a text, such as a shell script or a message, that are known by their form or their name. */
export function maskKnown(text: string): string {
  return firstWords(text)
    .replace(ADDRESS, (address) => redactDestination(address))
    .replace(CREDENTIALS, `${MASK}@`)
    .replace(HEADER, `$1${MASK}`)
    .replace(FLAG, `$1${MASK}`)
    .replace(NAMED, `$1${MASK}`)
    .replace(KEYS, MASK)
}

/** The same, and also everything that looks like a key. For texts in which nothing else should look like one. */
export function maskText(text: string): string {
  return maskKnown(text)
    .replace(/[\p{L}\d_+~-]{8,}/gu, (word) => (looksRandom(word) ? MASK : word))
    .replace(BASE64, (word) => (/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) ? MASK : word))
}

/** The path of a file, a socket or a program. A URL in its place, as from `net.connect(process.env.REDIS_URL)`, keeps its scheme. */
export function maskFile(path: string): string {
  if (path.length > READ) return '…'
  const address = /^(?:.*[/\\])?[a-z][a-z\d+.-]+:[/\\]/is.exec(path)?.[0]
  if (address !== undefined) return `${address}${MASK}`
  // Windows paths may begin with `\\?\`.
  const plain = path.replace(/(?<!^\\\\)\?.*$/s, `?${MASK}`).replace(LOGIN, `$1${MASK}`)
  return maskKnown(plain)
}

/** Cuts between words, since half a secret might not be recognized. */
export function firstWords(text: string): string {
  return text.length <= READ ? text : `${text.slice(0, READ).replace(/\S+$/, '')}…`
}

const READ = 2000

// Flags for headers, bodies, cookies and logins in curl, wget, httpie, mysql and redis-cli.
const VALUE_FLAGS = '-[HduFbpa]|--(?:proxy-)?(?:header|user)|--(?:data|form|body|post)(?:-[\\w-]+)?|--json'
/** The source of a pattern for a shell word, with or without quotes. */
export const shellWord: string = String.raw`(?:"[^"]*"?|'[^']*'?|[^\s'"]+)`
/** Flags whose value may be a secret. */
export const valueFlag: RegExp = new RegExp(`^(?:${VALUE_FLAGS})$`)
// A secret may begin with dashes, and a flag in this list may take no value. Then one word too many is masked.
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
