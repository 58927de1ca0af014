import { URL } from 'node:url'
import type { RequestUrl } from '../../policy/attempt/attempt.ts'
import { urlParts } from '../../policy/attempt/request-target.ts'
import type { Scope } from './scope.ts'

/** How many open redirects a scope remembers. A crawler makes more, but has followed the first ones long before. */
const limit = 64

/** Remembers that the response to `from` redirects to `to`, with all hops before it. */
export function noteRedirect(scope: Scope, from: RequestUrl, to: string): void {
  const target = URL.parse(
    to,
    `${from.scheme}://${from.host.includes(':') ? `[${from.host}]` : from.host}:${from.port}${from.path}`,
  )
  if (!target) return
  const known = (scope.redirects ??= new Map())
  const hops = [...(redirectsTo(scope, from) ?? []), from]
  if (known.size >= limit) known.delete(known.keys().next().value ?? '')
  known.set(keyOf(urlParts(target)), hops)
}

/** The hops that led to a URL, first one first. */
export function redirectsTo(scope: Scope, url: RequestUrl): readonly RequestUrl[] | undefined {
  return scope.redirects?.get(keyOf(url))
}

function keyOf({ scheme, host, port, path }: RequestUrl): string {
  // A WebSocket may be redirected to `http:` or `ws:`.
  return `${scheme.replace(/^ws/, 'http')} ${host} ${port} ${path}`
}
