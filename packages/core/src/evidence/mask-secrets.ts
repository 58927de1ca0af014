/** What stands where a secret was. */
export const MASK = '***'

/** The path of a URL with the segments masked that carry a secret. */
export function maskPath(path: string): string {
  const segments = path.split('/')
  return segments.map((segment, at) => (isSecretPlace(segments, at) ? MASK : maskSegment(segment))).join('/')
}

/** Whether a text is long and mixes letters and digits, as keys do and as identifiers do that act as keys. */
export function looksRandom(text: string): boolean {
  return text.length >= 24 && /\p{L}/u.test(text) && /\d/.test(text)
}

/** Whether what carries this name (a flag, a variable, a field) is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** The source of a pattern for names of secrets. */
export const secretName: string =
  String.raw`[\w.-]*(?:token|secret|passw|passphrase|pwd|cookie|credential|bearer|signature|authori[sz]ation)[\w.-]*` +
  String.raw`|[\w.-]*(?:auth|key|pass|sig|session)s?`

/** The source of a pattern for keys of well-known services, which tell themselves by how they begin and may be short. */
export const knownKey: string = String.raw`(?<![\w-])(?:[sprw]k[-_]|gh[opsur]_|github_pat_|glpat-|xox[a-z]-|xapp-|npm_|hf_|AKIA|ASIA|AIza|eyJ)[\w.=-]{8,}`

const KNOWN_KEY = new RegExp(knownKey)
const SECRET_NAME = new RegExp(`^(?:${secretName})$`, 'i')

function maskSegment(segment: string): string {
  const plain = decode(segment)
  if (looksRandom(plain) || KNOWN_KEY.test(plain) || CARRIES_URL.test(plain)) return MASK
  if (/^bot\d+:/i.test(plain)) return `bot${MASK}`
  const parameter = /^[^=;]*[=;]/.exec(plain)?.[0]
  if (parameter !== undefined) return `${parameter}${MASK}`
  return /:[^@]*@/.test(plain) ? MASK : segment
}

/** Whether a web hook's key or a named secret stands here, however short it is. */
function isSecretPlace(segments: readonly string[], at: number): boolean {
  if (segments[at] === '') return false
  const before = segments.slice(0, at).map((segment) => decode(segment).toLowerCase())
  if (before.some((segment) => HOOKS.has(segment))) return true
  const [service = '', team = '', last = ''] = before.slice(-3)
  // https://hooks.slack.com/services/T000/B000/key
  if (service === 'services' && team.startsWith('t') && last.startsWith('b')) return true
  return /^(?:api[-_]?key|access[-_]?token|token|secret|password|key)$/.test(before.at(-1) ?? '')
}

const HOOKS: ReadonlySet<string> = new Set([
  'hook',
  'hooks',
  'webhook',
  'webhooks',
  'webhookb2',
  'workflows',
  'triggers',
])

// A whole address packed into one segment: `https%3A%2F%2Fuser%3Apass%40host%2F%3Fkey%3D1`.
const CARRIES_URL = /[?#\\]|:\/\//

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
