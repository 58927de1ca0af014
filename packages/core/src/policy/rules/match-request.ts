import { isAddress } from '../attempt/address.ts'
import type { Attempt, RequestUrl } from '../attempt/attempt.ts'
import { isAmbiguousPath, readPath } from './path-readings.ts'
import type { Reading } from './reading.ts'
import type { RequestRule } from './request-rule.ts'

/**
 * Whether a request matches a URL rule whose host is known to match already.
 *
 * Where only a connection is seen, an allowed URL must allow its host and port, and a denied one must not deny them.
 */
export function matchRequest(rule: RequestRule, attempt: Attempt, reading: Reading): boolean {
  const { url, port } = attempt
  const samePort = port === undefined || port === rule.port
  if (reading === 'connection' || url === undefined) return samePort && reading !== 'deny'
  if (reading === 'allow' && !(samePort && isSameHost(rule, url, attempt))) return false
  return (
    toRequestScheme(url.scheme) === rule.scheme &&
    url.port === rule.port &&
    isMethod(rule, attempt.method, reading) &&
    isPathInside(rule, url, reading)
  )
}

/**
 * The connection's host matches. The URL's must too, or a request could name another host than it is sent to. An
 * interceptor that resolves names puts the address into the URL, and then the name that DNS gave it for matches.
 */
function isSameHost({ host }: RequestRule, url: RequestUrl, attempt: Attempt): boolean {
  if (host.kind !== 'name' && host.kind !== 'suffix') return true
  if (url.host === (attempt.address ?? attempt.host) && isAddress(url.host) !== 0) return true
  return url.host === host.host || (host.kind === 'suffix' && url.host.endsWith(`.${host.host}`))
}

function toRequestScheme(scheme: string): string {
  if (scheme === 'ws') return 'http'
  return scheme === 'wss' ? 'https' : scheme
}

/** An unknown method gets the worse result: not allowed, and denied. */
function isMethod(rule: RequestRule, method: string | undefined, reading: Reading): boolean {
  if (rule.method === undefined) return true
  return method === undefined ? reading === 'deny' : method === rule.method
}

/** A path that servers read in several ways must match in all of them to be allowed, and in one to be denied. */
function isPathInside(rule: RequestRule, { path, sent = path }: RequestUrl, reading: Reading): boolean {
  if (rule.prefix && rule.path === '/') return true
  const isAmbiguous = isAmbiguousPath(sent)
  const places = readPath(rule.path, isAmbiguous)
  const fits = (inside: string, at: number): boolean => {
    const place = places[at] ?? ''
    return rule.prefix ? inside.startsWith(place) : inside === place
  }
  const readings = readPath(sent, isAmbiguous)
  return reading === 'deny' ? readings.some(fits) : readings.every(fits)
}
