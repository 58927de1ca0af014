/** The text that replaces a secret. */
export const MASK = '***'

/**
 * Whether a text looks like a key: it is long and mixes letters and digits, or has a run of letters that does not read
 * as words. Identifiers that act as keys look the same.
 */
export function looksRandom(text: string): boolean {
  if (text.length < LONG) return false
  if (/\p{L}/u.test(text) && /\d/.test(text)) return true
  return (text.match(/[A-Za-z]{24,}/g) ?? []).some((letters) => !readsAsWords(letters))
}

const LONG = 24

/** `GetWorkflowExecutionHistory`: words of usual length, with vowels. Words of more than 20 letters do not occur in names. */
function readsAsWords(letters: string): boolean {
  const words = letters.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []
  const isLikely = words.every((word) => word.length <= 20 && (word.length < 4 || /[aeiouy]/i.test(word)))
  return isLikely && words.length * 4 <= letters.length
}

/** Whether the value under this name (a flag, a variable, a field) is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** The source of a pattern for names of secrets. */
export const secretName: string =
  String.raw`[\w.-]*(?:token|secret|passw|passphrase|pwd|cookie|credential|bearer|signature|authori[sz]ation)[\w.-]*` +
  String.raw`|[\w.-]*(?:auth|key|pass(?:in|out)?|sig|session)s?`

/** The source of a pattern for keys of well-known services, which have their own prefix and may be short. */
export const knownKey: string = String.raw`(?<![\w-])(?:[sprw]k[-_]|gh[opsur]_|github_pat_|glpat-|xox[a-z]-|xapp-|npm_|hf_|AKIA|ASIA|AIza|eyJ)[\w.=-]{8,}`

const SECRET_NAME = new RegExp(`^(?:${secretName})$`, 'i')
