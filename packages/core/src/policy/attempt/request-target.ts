import { URL } from 'node:url'
import type { Attempt, ChannelName, RequestUrl } from './attempt.ts'
import { canonicalHost } from './canonical-host.ts'

/** A request as its client describes it. */
export interface RequestParts {
  readonly channel: ChannelName
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly method: string
  /** The target on the request line: a path, an absolute URL for a proxy, or an authority for CONNECT. */
  readonly target: string
}

/**
 * The attempts of a request: where its connection goes and, if that is a proxy, the target behind it.
 *
 * The request line decides. A `Host` header that names another server is a separate target: see `namedTargets`.
 */
export function requestAttempts(parts: RequestParts): { readonly attempt: Attempt; readonly behind?: Attempt } {
  const host = canonicalHost(parts.host)
  const raw = `${parts.host}:${parts.port}`
  const proxied = behindProxy(parts, `${host}:${parts.port}`)
  if (proxied) return { attempt: { channel: parts.channel, host, port: parts.port, raw }, behind: proxied }
  const url = { scheme: parts.scheme, host, port: parts.port, ...pathsOf(parts.target) }
  return { attempt: { channel: parts.channel, host, port: parts.port, method: parts.method, url, raw } }
}

function behindProxy({ channel, method, target }: RequestParts, proxy: string): Attempt | undefined {
  // A tunnel cannot lead to a path. A server that accepts one answers itself, as for a WebSocket over HTTP/2.
  if (method === 'CONNECT' && !target.startsWith('/')) {
    const url = parse(`http://${target}`)
    const port = Number(/:(\d+)$/.exec(target)?.[1] ?? 443)
    return { channel, host: url ? canonicalHost(url.hostname) : target, port, method, proxy, raw: target }
  }
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(target)) return undefined
  const url = parse(target)
  if (!url) return { channel, host: target, proxy, raw: target }
  const parts: RequestUrl = { ...urlParts(url), ...pathsOf(target.replace(/^[^:]+:\/\/[^/\\?#]*/, '') || '/') }
  return { channel, host: parts.host, port: parts.port, method, url: parts, proxy, raw: url.host }
}

/** The parts of a URL that evidence and rules may contain. */
export function urlParts(url: URL): RequestUrl {
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  return { scheme: secure ? 'https' : 'http', host: canonicalHost(url.hostname), port, path: url.pathname }
}

/** The path as the URL standard reads it, so that `/v1/../admin` is `/admin`, and as sent where that differs. */
function pathsOf(target: string): Pick<RequestUrl, 'path' | 'sent'> {
  const plain = /^\/[\w\-./~]*$/.test(target) && !target.includes('/.') && !target.includes('//')
  if (plain) return { path: target }
  const sent = target.replace(/[?#].*$/s, '')
  const path = parse(`http://host${/^[/\\]/.test(sent) ? '' : '/'}${sent}`)?.pathname ?? '/'
  return path === sent && !sent.includes('//') && !/%2f|%5c/i.test(sent) ? { path } : { path, sent }
}

function parse(text: string): URL | undefined {
  return URL.parse(text) ?? undefined
}
