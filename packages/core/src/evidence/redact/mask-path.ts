import { isSecretName, knownKey, looksRandom, MASK } from './mask-secrets.ts'

/** The path of a URL with the segments masked that carry a secret. */
export function maskPath(path: string): string {
  if (path.length > READ) return '/…'
  const segments = path.split('/')
  const plain = segments.map((segment) => decode(segment))
  const names = plain.map((segment) => segment.toLowerCase())
  const hook = names.findIndex((name) => HOOKS.has(name))
  const isSecret = (at: number): boolean => names[at] !== '' && ((hook !== -1 && at > hook) || isSecretPlace(names, at))
  return segments.map((segment, at) => (isSecret(at) ? MASK : maskSegment(segment, plain[at] ?? ''))).join('/')
}

// A path this long holds no route that anyone reads, and code under test may write megabytes.
const READ = 8000
const KNOWN_KEY = new RegExp(knownKey)

function maskSegment(segment: string, plain: string): string {
  if (looksRandom(plain) || KNOWN_KEY.test(plain) || CARRIES_URL.test(plain)) return MASK
  // An encoded slash: what a server decodes to `/token/…` hides a secret as `/token/…` does.
  if (plain.includes('/') && maskPath(plain) !== plain) return MASK
  if (/^bot\d+:/i.test(plain)) return `bot${MASK}`
  const parameter = /^[^=;]*[=;]/.exec(plain)?.[0]
  if (parameter !== undefined) return `${parameter}${MASK}`
  return isLogin(plain) ? MASK : segment
}

/** `user:password@host`, and `login:password` behind a name that says so: `models/x:generateContent` is none. */
function isLogin(plain: string): boolean {
  if (plain.slice(0, Math.max(0, plain.lastIndexOf('@'))).includes(':')) return true
  const name = /^([^:]*):./.exec(plain)?.[1]
  return name !== undefined && (LOGINS.has(name.toLowerCase()) || isSecretName(name))
}

const LOGINS: ReadonlySet<string> = new Set(['login', 'user', 'username', 'admin', 'root', 'account', 'default'])

/** Whether a secret is here by what comes before it, however short it is. */
function isSecretPlace(names: readonly string[], at: number): boolean {
  const [service = '', team = '', last = ''] = names.slice(Math.max(0, at - 3), at)
  // https://hooks.slack.com/services/T000/B000/key
  if (service === 'services' && team.startsWith('t') && last.startsWith('b')) return true
  return isSecretName(names[at - 1] ?? '') && !ORDINARY.test(names[at] ?? '')
}

/** What usually follows `auth`, `sessions` or `keys` in the paths of an API, and is no secret. */
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

// A whole address packed into one segment: `https%3A%2F%2Fuser%3Apass%40host%2F%3Fkey%3D1`. What is still encoded after all
// rounds was hidden on purpose.
const CARRIES_URL = /[?#\\]|:\/\/|%[\da-f]{2}/i

/** Decodes as often as a chain of servers would: `%253Ftoken%253D` is `?token=` for the second one. */
function decode(text: string): string {
  let plain = text
  for (let round = 0; round < 4 && plain.includes('%'); round++) plain = plain.replace(/(?:%[\da-f]{2})+/gi, decodeRun)
  return plain
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    // Bytes of another encoding; each may be a character of its own.
    return run.replace(/%([0-7][\da-f])|%[\da-f]{2}/gi, (_, ascii?: string) =>
      ascii === undefined ? '\uFFFD' : String.fromCharCode(Number.parseInt(ascii, 16)),
    )
  }
}
