import { posix } from 'node:path'
import type { Evidence } from '../record/evidence.ts'
import { hostPort } from '../redact/redact.ts'
import { parseRule } from '../../policy/rules/rule.ts'
import { isToLoopback } from './is-to-loopback.ts'
import { vouchedHost } from './vouched-host.ts'

/** The rule that would allow an attempt. `undefined` where none can, because another rule prevents it. */
export function suggestAllow(evidence: Evidence): string | undefined {
  const { reason, unixPath, program } = evidence
  if (program !== undefined || reason === 'native-not-allowed') return undefined
  if (reason === 'denied' || reason === 'locked') return undefined
  const rule = unixPath === undefined ? (requestRule(evidence) ?? hostRule(evidence)) : unixRule(unixPath)
  return rule !== undefined && isRule(rule) ? rule : undefined
}

/** Where a URL rule for the host exists, the request is missing. A rule for the whole host would make that rule useless. */
function requestRule({ reason, url }: Evidence): string | undefined {
  return reason === 'request-not-allowed' && url !== undefined && isWhole(url) ? url : undefined
}

function hostRule(evidence: Evidence): string | undefined {
  const { port } = evidence
  const host = vouchedHost(evidence)
  // A name that leads to this machine still needs a DNS lookup, which a rule for `localhost` does not allow.
  const isNamed = host !== undefined && evidence.names?.includes(host) === true
  if (!isNamed && isToLoopback(evidence))
    return port === undefined || isChosen(port) ? 'localhost' : `localhost:${port}`
  if (host === undefined || port === undefined || port === 80 || port === 443) return host
  return hostPort(host, port)
}

/** Systems assign these ports to programs that ask for any free one, so the next run has another. */
function isChosen(port: number): boolean {
  return port >= 32_768
}

function unixRule(path: string): string | undefined {
  return isWhole(path) ? `unix:${path.startsWith('/') ? posix.normalize(path) : path}` : undefined
}

/** Text that was masked, shortened or escaped no longer matches, and a star would match more. */
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
