import type { OutgoingHttpHeaders } from 'node:http2'

/** The argument of `ClientHttp2Session.request`: headers or, from Node 24 on, alternating names and values. */
export type Http2Headers = OutgoingHttpHeaders | readonly unknown[]

/** The target of a request: a path, an absolute URL for a proxy, or the authority of a tunnel. */
export interface RequestLine {
  readonly method: string
  readonly target: string
  /** The servers that it names. Undefined where the session decides. */
  readonly hosts?: readonly string[] | undefined
  /** The protocol on the stream, such as `websocket`. */
  readonly protocol?: string
}

/**
 * The request lines that these headers may become on the wire, usually one.
 *
 * Node writes names in lower case and each value as text. It accepts some pseudo-headers more than once, and then every
 * combination counts.
 */
export function requestLines(headers: Http2Headers): readonly RequestLine[] {
  const values = pseudoHeaders(headers)
  const methods = values.get(':method') ?? ['GET']
  const paths = values.get(':path') ?? ['/']
  const [protocol] = values.get(':protocol') ?? []
  // A tunnel names an authority. With a protocol, it leads to the path, as a WebSocket does.
  const hosts = [...(values.get(':authority') ?? []), ...(values.get('host') ?? [])]
  return methods.flatMap((method) => {
    const isTunnel = method.toUpperCase() === 'CONNECT' && protocol === undefined
    if (isTunnel) return (hosts.length === 0 ? ['/'] : hosts).map((target) => ({ method, target }))
    const rest = { ...(hosts.length > 0 && { hosts }), ...(protocol !== undefined && { protocol }) }
    return paths.map((target) => ({ method, target, ...rest }))
  })
}

/** The same headers, with copies of the lists of values. */
export function keepValues(headers: Http2Headers): Http2Headers {
  if (Array.isArray(headers)) return withSymbolsOf(headers, headers.map(copyList))
  const entries = Object.entries(headers)
  if (!entries.some(([, value]) => Array.isArray(value))) return headers
  // Like Node's own copy, without a prototype, since a header may be named `__proto__`.
  const copy = Object.create(null) as OutgoingHttpHeaders
  return Object.assign(copy, headers, Object.fromEntries(entries.map(([name, value]) => [name, copyList(value)])))
}

/** Under a symbol, a list of names and values says which headers are sensitive. */
function withSymbolsOf(headers: object, copy: unknown[]): readonly unknown[] {
  for (const symbol of Object.getOwnPropertySymbols(headers)) Reflect.set(copy, symbol, Reflect.get(headers, symbol))
  return copy
}

function copyList(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String) : value
}

function pseudoHeaders(headers: Http2Headers): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [name, value] of pairsOf(headers)) {
    const key = name.toLowerCase()
    if (!key.startsWith(':') && key !== 'host') continue
    if (value === undefined || value === null) continue
    const values = [value].flat().map(String)
    found.set(key, [...(found.get(key) ?? []), ...values])
  }
  return found
}

function pairsOf(headers: Http2Headers): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(headers)) return Object.entries(headers)
  const list: readonly unknown[] = headers
  return list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), list[at + 1]] as const] : []))
}
