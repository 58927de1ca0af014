import { isAddress } from '../attempt/address.ts'
import { isCanonicalHost } from '../attempt/canonical-host.ts'
import { usageError } from '../usage/usage-error.ts'
import { type HostPattern, parseHostPort } from './host-pattern.ts'
import { type ExecRule, parseExec } from './exec-rule.ts'
import { parseRange, type RangeRule } from './range-rule.ts'
import { parseRequest, type RequestRule } from './request-rule.ts'
import { parseUnix, type UnixRule } from './unix-rule.ts'

/** A host, an address or the loopback interface, on one port or, without `port`, on any. */
export interface HostRule {
  readonly kind: 'host'
  /** The rule as the user wrote it. */
  readonly text: string
  readonly host: HostPattern
  readonly port?: number
}

/** One parsed rule of `allow` or `deny`. */
export type Rule = HostRule | RangeRule | RequestRule | UnixRule | ExecRule

/**
 * Parses the text of one rule.
 *
 * @param text for example `*.example.com:443`, `10.0.0.0/8`, `GET https://api.example.com/v1/*` or `unix:/run/x.sock`
 * @param where the place that an error names, such as `allow[2] in jest.config.js`
 * @throws TypeError that names the mistake, the place and the fix
 */
export function parseRule(text: string, where: string): Rule {
  const plain = parsePlainHost(text)
  if (plain !== undefined) return plain
  if (text === '') throw usageError(where, 'an empty string is not a rule', 'Name a host, for example api.example.com')
  if (text === '*' || text === '**' || text === '*:*') {
    throw usageError(
      where,
      `'${text}' would match everything`,
      "List the hosts you mean, or turn the guard off with mode: 'off'",
    )
  }
  if (NO_HOSTS.has(text)) {
    throw usageError(
      where,
      `'${text}' names no host`,
      "Write 'api.example.com'; loopback and mode are options, not rules",
    )
  }
  rejectUser(text, where)
  if (text.startsWith('unix:')) return parseUnix(text, where)
  if (text.startsWith('exec:')) return parseExec(text, where)
  if (text.includes('://')) return parseRequest(text, where)
  rejectSeparators(text, where)
  if (text.includes('/')) return parseSlashed(text, where)
  if (/^loopback$/i.test(text)) return { kind: 'host', text, host: { kind: 'loopback' } }
  const { host, port } = parseHostPort(text, text, where)
  return port === undefined ? { kind: 'host', text, host } : { kind: 'host', text, host, port }
}

/** The rule for a name or address that is already canonical, so that no check for mistakes is needed. Most rules of a long list are. */
export function parsePlainHost(text: string): HostRule | undefined {
  if (!isCanonicalHost(text) || text === 'loopback' || NO_HOSTS.has(text)) return undefined
  if (text === 'localhost') return { kind: 'host', text, host: { kind: 'loopback' } }
  return { kind: 'host', text, host: { kind: isAddress(text) === 0 ? 'name' : 'address', host: text } }
}

/** Words of options, and top-level domains. A rule for one of these would silently match nothing. */
const NO_HOSTS: ReadonlySet<string> = new Set('any all none own block audit off com net org edu gov io'.split(' '))

/** User information may be a secret, so the error does not repeat it. */
function rejectUser(text: string, where: string): void {
  const [, method = '', scheme = '', rest] = /^(\w+\s+)?([^/@]*:\/\/)?[^/]*@(.*)$/s.exec(text) ?? []
  if (rest === undefined || text.startsWith('unix:')) return
  const without = method + scheme + rest
  throw usageError(where, `the rule for '${without}' contains user information`, `Write '${without}'`)
}

const SEPARATOR = /[\s,;]/

function rejectSeparators(text: string, where: string): void {
  if (!SEPARATOR.test(text)) return
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  const [first = '', second = ''] = parts
  const what = `'${text}' contains a space or a comma`
  if (/^(get|head|post|put|patch|delete|options)$/i.test(first) && parts.length === 2) {
    throw usageError(
      where,
      what,
      `Did you mean '${first.toUpperCase()} https://${second.replace(/^https?:?\/*/, '')}'?`,
    )
  }
  throw usageError(where, what, `Write each rule as its own entry: [${parts.map((part) => `'${part}'`).join(', ')}]`)
}

/** Text with a slash but without `://`: a range, or a mistake that deserves a hint. */
function parseSlashed(text: string, where: string): RangeRule {
  const scheme = /^(https?|wss?):?\/+(.*)$/i.exec(text)
  if (scheme !== null) {
    throw usageError(where, `'${text}' is not a URL`, `Did you mean '${scheme[1]?.toLowerCase()}://${scheme[2]}'?`)
  }
  if (text.startsWith('/')) throw usageError(where, `'${text}' is not a host`, `Did you mean 'unix:${text}'?`)
  const range = parseRange(text, where)
  if (range !== undefined) return range
  throw usageError(where, `'${text}' has a path but no scheme`, `Did you mean 'https://${text}'?`)
}
