import { type DecidedBy, ruleText } from '../../policy/precedence/decided-by.ts'
import { maskPath } from './mask-path.ts'
import { maskKnown } from './mask-text.ts'
import { shorten } from './printable.ts'

/** What decided, without secrets: a rule may be the URL of a webhook, and a problem may be the message of another error. */
export function redactReason(by: DecidedBy): DecidedBy {
  if (by.kind === 'problem') return { kind: 'problem', text: shorten(maskKnown(by.text), 500) }
  return by.kind === 'rule' ? { kind: 'rule', text: by.text.replace(/(?<=:\/\/[^/]*)\/.*$/s, maskPath) } : by
}

/** The same as text. */
export function reasonText(by: DecidedBy): string {
  return ruleText(redactReason(by))
}
