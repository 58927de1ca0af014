import type { Attempt, RequestUrl } from '../../policy/attempt/attempt.ts'
import { isLoopbackLookup } from '../../policy/attempt/is-local.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import type { AttemptRecord } from '../file/evidence-file.ts'
import { createAllowlist } from '../../policy/rules/allowlist.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { programRules } from '../../evidence/explain/program-rules.ts'
import { suggestAllow } from '../../evidence/explain/suggest-allow.ts'

/** One thing that has to be allowed, and the narrowest rule for it. A shell that starts three programs needs three. */
export interface Wish {
  readonly record: AttemptRecord
  readonly attempt: Attempt
  readonly rule: string
}

/** The wishes of a record, or why no rule can fulfil them. A DNS lookup that queries no server needs none. */
export function wishesOf(record: AttemptRecord): readonly Wish[] | { readonly reason: string } {
  const evidence: Evidence = { scope: '', ...record }
  const attempt = attemptOf(record)
  const { program } = record
  if (isLoopbackLookup(attempt)) return []
  const wishes =
    program === undefined
      ? [suggestAllow(evidence)].flatMap((rule) => (rule === undefined ? [] : [{ record, attempt, rule }]))
      : programRules(evidence).map((rule) => ({ record, attempt: startOf(attempt, rule), rule }))
  if (wishes.length > 0 && wishes.every(isGranted)) return wishes
  return { reason: explainReason(evidence) ?? GENERAL }
}

const GENERAL = 'the destination is not fully known, since it was masked or shortened, or no rule can express it'

/**
 * The attempt as the policy judges it. It never leads to an own server, since those need no rule. Other names of a
 * shared address are left out, since a rule for one of them does not allow the DNS lookup of this one.
 */
export function attemptOf(record: AttemptRecord): Attempt {
  const { channel, host, port, address, unixPath, method, url, program, proxy } = record
  const names = host !== undefined && record.names?.includes(host) === true ? [host] : record.names
  return { channel, host, port, address, names, unixPath, method, url: urlOf(url), program, proxy, raw: '' }
}

function startOf(attempt: Attempt, rule: string): Attempt {
  return { ...attempt, program: { file: rule.slice('exec:'.length), args: [] } }
}

function urlOf(text: string | undefined): RequestUrl | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined
  const { protocol, hostname, port, pathname } = new URL(text)
  const scheme = protocol.slice(0, -1)
  const usual = scheme === 'https' || scheme === 'wss' ? 443 : 80
  return { scheme, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port), path: pathname }
}

function isGranted({ rule, attempt }: Wish): boolean {
  try {
    return createAllowlist([rule], 'a suggestion').match(attempt) !== undefined
  } catch {
    return false
  }
}
