import type { RequestUrl } from '../../policy/attempt/attempt.ts'
import { urlParts } from '../../policy/attempt/request-target.ts'
import type { Scope } from './scope.ts'

/** Open redirects remembered per scope; a crawler makes more, and its first ones are long followed by then. */
const limit = 64

/** Remembers that the answer to `from` points to `to`, with all hops before it. */
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
  // A WebSocket is redirected to a URL of either kind.
  return `${scheme.replace(/^ws/, 'http')} ${host} ${port} ${path}`
}
