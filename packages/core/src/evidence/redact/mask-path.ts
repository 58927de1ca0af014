import { isSecretName, knownKey, looksRandom, MASK } from './mask-secrets.ts'

/** The path of a URL, with segments that contain a secret masked. */
export function maskPath(path: string): string {
  if (path.length > READ) return '/…'
  const segments = path.split('/')
  const plain = segments.map((segment) => decode(segment))
  const names = plain.map((segment) => segment.toLowerCase())
  const hook = names.findIndex((name) => HOOKS.has(name))
  const isSecret = (at: number): boolean => names[at] !== '' && ((hook !== -1 && at > hook) || isSecretPlace(names, at))
  return segments.map((segment, at) => (isSecret(at) ? MASK : maskSegment(segment, plain[at] ?? ''))).join('/')
}

// A longer path is not a route that people read, and code under test may write megabytes.
const READ = 8000
const KNOWN_KEY = new RegExp(knownKey)

function maskSegment(segment: string, plain: string): string {
  if (looksRandom(plain) || KNOWN_KEY.test(plain) || CARRIES_URL.test(plain)) return MASK
  // With encoded slashes, `/token/…` hides a secret as it does with plain ones.
  if (plain.includes('/') && maskPath(plain) !== plain) return MASK
  if (/^bot\d+:/i.test(plain)) return `bot${MASK}`
  const parameter = /^[^=;]*[=;]/.exec(plain)?.[0]
  if (parameter !== undefined) return `${parameter}${MASK}`
  return isLogin(plain) ? MASK : segment
}

/** Whether it is `user:password@host`, or `login:password` after a name for logins. `models/x:generateContent` is neither. */
function isLogin(plain: string): boolean {
  if (plain.slice(0, Math.max(0, plain.lastIndexOf('@'))).includes(':')) return true
  const name = /^([^:]*):./.exec(plain)?.[1]
  return name !== undefined && (LOGINS.has(name.toLowerCase()) || isSecretName(name))
}

const LOGINS: ReadonlySet<string> = new Set(['login', 'user', 'username', 'admin', 'root', 'account', 'default'])

/** Whether the segments before it show that a secret is here, however short. */
function isSecretPlace(names: readonly string[], at: number): boolean {
  const [service = '', team = '', last = ''] = names.slice(Math.max(0, at - 3), at)
  // https://hooks.slack.com/services/T000/B000/key
  if (service === 'services' && team.startsWith('t') && last.startsWith('b')) return true
  return isSecretName(names[at - 1] ?? '') && !ORDINARY.test(names[at] ?? '')
}

/** What usually follows `auth`, `sessions` or `keys` in the paths of an API, and is not a secret. */
const ORDINARY =
  /^(?:v\d[\w.]*|:\w+|\*+|log-?(?:in|out|on)|sign-?(?:in|out|up)|callback|refresh|register|tokens?|me|session|oauth2?|realms|users?|authorize|revoke|introspect|verify|status|list|new|rotate)$/

const HOOKS: ReadonlySet<string> = new Set([
  'hook',
  'hooks',
  'webhook',
  'webhooks',
  'webhookb2',
  'workflows',
  'triggers',
])

// A whole URL encoded into one segment: `https%3A%2F%2Fuser%3Apass%40host%2F%3Fkey%3D1`. Text that is still encoded
// after all rounds was hidden on purpose.
const CARRIES_URL = /[?#\\]|:\/\/|%[\da-f]{2}/i

/** Decodes as often as a chain of servers might: `%253Ftoken%253D` is `?token=` for the second one. */
function decode(text: string): string {
  let plain = text
  for (let round = 0; round < 4 && plain.includes('%'); round++) plain = plain.replace(/(?:%[\da-f]{2})+/gi, decodeRun)
  return plain
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    // Bytes of another encoding, in which each may be a character.
    return run.replace(/%([0-7][\da-f])|%[\da-f]{2}/gi, (_, ascii?: string) =>
      ascii === undefined ? '\uFFFD' : String.fromCharCode(Number.parseInt(ascii, 16)),
    )
  }
}
