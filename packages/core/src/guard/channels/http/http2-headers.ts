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
  if (isList(headers)) return withSymbolsOf(headers, headers.map(copyList))
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
  const found = new Map<string, readonly string[]>()
  const add = (name: string, value: unknown): void => {
    // Most headers are neither, and need no copy in lower case.
    if (!name.startsWith(':') && name.length !== 'host'.length) return
    const key = name.toLowerCase()
    if ((!key.startsWith(':') && key !== 'host') || value === undefined || value === null) return
    const values = (Array.isArray(value) ? value : [value]).map(String)
    const before = found.get(key)
    found.set(key, before ? [...before, ...values] : values)
  }
  if (isList(headers)) for (let at = 0; at < headers.length; at += 2) add(String(headers[at]), headers[at + 1])
  else for (const name of Object.keys(headers)) add(name, headers[name])
  return found
}

function isList(headers: Http2Headers): headers is readonly unknown[] {
  return Array.isArray(headers)
}
