import { isAddress } from '../../policy/attempt/address.ts'
import type { RequestUrl } from '../../policy/attempt/attempt.ts'
import { OTHER_DESTINATIONS } from '../record/ledger.ts'
import { maskPath } from './mask-path.ts'
import { MASK } from './mask-secrets.ts'
import { bounded, printable, shorten } from './printable.ts'

/** The part of a request's URL that may be shown: scheme, host, a non-default port, and the path without secrets. */
export function requestUrlText(url: RequestUrl): string {
  const scheme = url.scheme.replace(/:$/, '').toLowerCase()
  const port = url.port === USUAL_PORT.get(scheme) ? undefined : url.port
  return `${bounded(scheme)}://${hostPort(redactHost(url.host), port)}${printable(redactPath(url.sent ?? url.path))}`
}

/** `host`, `host:port` or `[v6]:port`, without user information. */
export function hostPort(host: string, port?: number): string {
  const bare = bounded(host.slice(host.lastIndexOf('@') + 1))
  if (port === undefined) return bare.includes(':') && !bare.startsWith('[') ? `[${bare}]` : bare
  return bare.includes(':') && !bare.startsWith('[') ? `[${bare}]:${port}` : `${bare}:${port}`
}

/** A host as code wrote it, which may be a whole URL or end in one: `net.connect(80, 'user:password@host')`. */
export function redactHost(host: string): string {
  if (host.length > LONGEST) return '…'
  const isPlain = HOST.test(host) || host === OTHER_DESTINATIONS || isAddress(host.replace(/^\[|\]$/g, '')) !== 0
  if (isPlain) return bounded(host)
  return /[/\\@:?#]/.test(host) ? redactDestination(host) : MASK
}

/** The part of a path that may be shown: without query, fragment and secrets. */
export function redactPath(path: string): string {
  return shorten(maskPath(path.replace(/[?#].*$/s, '')), 200)
}

/** The part of a destination that may be shown, as code wrote it: a URL, `host:port` or anything else. */
export function redactDestination(raw: string): string {
  if (raw.length > LONGEST) return '…'
  const [scheme, rest] = splitScheme(raw.replace(/[?#].*$/s, ''))
  const end = /[/\\]/.exec(rest)?.index ?? rest.length
  const host = rest.slice(rest.slice(0, end).lastIndexOf('@') + 1, end)
  // Text that is not host and port may be a password with a `/`, which looks like the end of the authority. Then nothing is shown.
  return bounded(scheme) + (isHostPort(host) ? bounded(host) + printable(redactPath(rest.slice(end))) : MASK)
}

/** Host names are never longer, and a cut secret might not be recognized. */
const LONGEST = 2000
const HOST = /^[\p{L}\p{N}\p{M}.*_%-]*$/u

function splitScheme(text: string): [scheme: string, rest: string] {
  const scheme = /^[a-z][a-z\d+.-]*:[/\\]{2}/i.exec(text)?.[0] ?? ''
  return [scheme, text.slice(scheme.length)]
}

function isHostPort(text: string): boolean {
  return /^(?:\[[^\]]*\]|[^:;=]*)(?::\d*)?$/.test(text) || /^[\da-f:.]+(?:%[\w.-]+)?$/i.test(text)
}

const USUAL_PORT: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
])
