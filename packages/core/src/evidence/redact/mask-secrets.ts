/** What stands where a secret was. */
export const MASK = '***'

/** The path of a URL with the segments masked that carry a secret. */
export function maskPath(path: string): string {
  const segments = path.split('/')
  const plain = segments.map((segment) => decode(segment))
  const names = plain.map((segment) => segment.toLowerCase())
  const hook = names.findIndex((name) => HOOKS.has(name))
  const isSecret = (at: number): boolean => names[at] !== '' && ((hook !== -1 && at > hook) || isSecretPlace(names, at))
  return segments.map((segment, at) => (isSecret(at) ? MASK : maskSegment(segment, plain[at] ?? ''))).join('/')
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

function maskSegment(segment: string, plain: string): string {
  if (looksRandom(plain) || KNOWN_KEY.test(plain) || CARRIES_URL.test(plain)) return MASK
  if (/^bot\d+:/i.test(plain)) return `bot${MASK}`
  const parameter = /^[^=;]*[=;]/.exec(plain)?.[0]
  if (parameter !== undefined) return `${parameter}${MASK}`
  return plain.slice(0, Math.max(0, plain.lastIndexOf('@'))).includes(':') ? MASK : segment
}

/** Whether a secret stands here by what stands before it, however short it is. */
function isSecretPlace(names: readonly string[], at: number): boolean {
  const [service = '', team = '', last = ''] = names.slice(Math.max(0, at - 3), at)
  // https://hooks.slack.com/services/T000/B000/key
  if (service === 'services' && team.startsWith('t') && last.startsWith('b')) return true
  return /^(?:api[-_]?key|access[-_]?token|token|secret|password|key)$/.test(names[at - 1] ?? '')
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
