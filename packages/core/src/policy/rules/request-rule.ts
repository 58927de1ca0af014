import { didYouMean } from '../usage/did-you-mean.ts'
import { usageError } from '../usage/usage-error.ts'
import { type HostPattern, parseHostPort } from './host-pattern.ts'
import { normalizePath } from './request-path.ts'

/** A URL with an optional method. `path` is normalized. With `prefix`, every path that starts with it matches. */
export interface RequestRule {
  readonly kind: 'request'
  readonly text: string
  readonly method?: string
  readonly scheme: RequestScheme
  readonly host: HostPattern
  readonly port: number
  readonly path: string
  readonly prefix: boolean
}

/** A WebSocket starts as an HTTP request, so `ws` is judged as `http` and `wss` as `https`. */
export type RequestScheme = 'http' | 'https'

// prettier-ignore
const METHODS: readonly string[] = [
  'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY', 'PURGE', 'SEARCH',
  'PROPFIND', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK', 'REPORT', 'MERGE',
]
const SCHEMES: readonly string[] = ['http', 'https', 'ws', 'wss']
const SHAPE = /^(?:([^\s:/]+)\s+)?([^\s:/]+):\/\/([^/\\?#\s]*)([^\s]*)$/

/** Parses `https://host`, `https://host/exact/path`, `GET https://host/prefix/*` and the like. */
export function parseRequest(text: string, where: string): RequestRule {
  const [, method, scheme = '', authority = '', path = ''] = SHAPE.exec(text) ?? []
  if (scheme === '')
    throw usageError(where, `'${text}' is not a URL rule`, "Write 'https://host/path/*' or 'GET https://host/path/*'")
  rejectMethodList(method, text, where)
  const { host, port } = parseHostPort(authority, text, where)
  const parsedScheme = parseScheme(scheme, authority, text, where)
  return {
    kind: 'request',
    text,
    ...(method === undefined ? {} : { method: parseMethod(method, text, where) }),
    scheme: parsedScheme,
    host,
    port: port ?? (parsedScheme === 'https' ? 443 : 80),
    ...parsePath(path, text, where),
  }
}

function rejectMethodList(method: string | undefined, text: string, where: string): void {
  if (method?.includes(',') !== true) return
  const url = text.slice(text.indexOf(method) + method.length).trim()
  const rules = method.split(',').filter((one) => one !== '')
  throw usageError(
    where,
    `'${text}' names several methods`,
    `Write a rule for each: [${rules.map((one) => `'${one.toUpperCase()} ${url}'`).join(', ')}]`,
  )
}

function parseScheme(scheme: string, authority: string, text: string, where: string): RequestScheme {
  const lower = scheme.toLowerCase()
  if (lower === 'https' || lower === 'wss') return 'https'
  if (lower === 'http' || lower === 'ws') return 'http'
  const hint = didYouMean(lower, SCHEMES)
  throw usageError(
    where,
    `'${text}' has the scheme '${scheme}'`,
    hint.endsWith('?') ? hint : `${hint}, or the host alone: '${authority}'`,
  )
}

function parseMethod(method: string, text: string, where: string): string {
  const upper = method.toUpperCase()
  if (METHODS.includes(upper)) return upper
  throw usageError(where, `'${text}' has the unknown method '${method}'`, didYouMean(upper, METHODS))
}

function parsePath(path: string, text: string, where: string): { path: string; prefix: boolean } {
  if (/[?#]/.test(path)) {
    const without = text.replace(/[?#].*$/, '')
    throw usageError(
      where,
      `'${text}' contains a query or a fragment, which no rule matches`,
      `Did you mean '${without}'?`,
    )
  }
  if (path === '') return { path: '/', prefix: true }
  const prefix = path.endsWith('*')
  const start = prefix ? path.slice(0, -1) : path
  if (!start.includes('*')) return { path: normalizePath(start), prefix }
  const shorter = text.slice(0, text.length - path.length + path.indexOf('*') + 1)
  throw usageError(where, `'${text}' has a star before its end`, `Did you mean '${shorter}'?`)
}
