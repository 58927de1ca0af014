import { isIP } from 'node:net'
import type { Evidence } from '../evidence/evidence.ts'
import { hostPort } from '../evidence/redact.ts'
import { isLoopback } from './known-services.ts'

/** The rule that would allow an attempt; `undefined` where no rule can, because another one stands in its way. */
export function suggestAllow(evidence: Evidence): string | undefined {
  const { reason, unixPath, url } = evidence
  if (reason === 'denied' || reason === 'locked') return undefined
  if (unixPath !== undefined) return `unix:${unixPath}`
  if (reason === 'request-not-allowed' && url !== undefined && isWhole(url)) return url
  const host = reason === 'address-not-from-dns' ? (evidence.address ?? evidence.host) : namedHost(evidence)
  if (host === undefined || /\s/.test(host)) return undefined
  return evidence.channel === 'dns' || isUsualPort(evidence) ? host : hostPort(host, evidence.port)
}

/** The name, where one vouches for the address: names last, addresses of a service change. */
function namedHost(evidence: Evidence): string | undefined {
  if (isLoopback(evidence)) return 'localhost'
  const { host = evidence.address, names = [] } = evidence
  return host !== undefined && isIP(host) !== 0 ? (names[0] ?? host) : host
}

/** On these ports a host is reached for what it is known for, so that the name alone reads best. */
function isUsualPort(evidence: Evidence): boolean {
  return evidence.port === undefined || ((evidence.port === 80 || evidence.port === 443) && !isLoopback(evidence))
}

/** A masked or shortened URL would match nothing. */
function isWhole(url: string): boolean {
  return !/\*|…|\\u\{/.test(url)
}
