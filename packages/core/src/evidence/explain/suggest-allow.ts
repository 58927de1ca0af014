import { posix } from 'node:path'
import type { Evidence } from '../record/evidence.ts'
import { hostPort } from '../redact/redact.ts'
import { parseRule } from '../../policy/rules/rule.ts'
import { isToLoopback } from './is-to-loopback.ts'
import { vouchedHost } from './vouched-host.ts'

/** The rule that would allow an attempt; `undefined` where none can, because another rule stands in its way. */
export function suggestAllow(evidence: Evidence): string | undefined {
  const { reason, unixPath, program } = evidence
  if (program !== undefined || reason === 'native-not-allowed') return undefined
  if (reason === 'denied' || reason === 'locked') return undefined
  const rule = unixPath === undefined ? (requestRule(evidence) ?? hostRule(evidence)) : unixRule(unixPath)
  return rule !== undefined && isRule(rule) ? rule : undefined
}

/** Where a URL rule is there already, the request is what is missing: the host alone would take its meaning away. */
function requestRule({ reason, url }: Evidence): string | undefined {
  return reason === 'request-not-allowed' && url !== undefined && isWhole(url) ? url : undefined
}

function hostRule(evidence: Evidence): string | undefined {
  const { port } = evidence
  const host = vouchedHost(evidence)
  // A name that leads to this machine has to be looked up all the same, which a rule for `localhost` does not allow.
  const isNamed = host !== undefined && evidence.names?.includes(host) === true
  if (!isNamed && isToLoopback(evidence))
    return port === undefined || isChosen(port) ? 'localhost' : `localhost:${port}`
  if (host === undefined || port === undefined || port === 80 || port === 443) return host
  return hostPort(host, port)
}

/** Systems choose from these where a program asks for any free port: the next run has another one. */
function isChosen(port: number): boolean {
  return port >= 32_768
}

function unixRule(path: string): string | undefined {
  return isWhole(path) ? `unix:${path.startsWith('/') ? posix.normalize(path) : path}` : undefined
}

/** What was masked, shortened or escaped matches nothing any more, and a star would match more. */
function isWhole(text: string): boolean {
  return !/[*\u2026]|\\u\{/.test(text)
}

function isRule(text: string): boolean {
  try {
    parseRule(text, 'a suggestion')
    return true
  } catch {
    return false
  }
}
