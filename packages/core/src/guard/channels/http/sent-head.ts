import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { createHiddenProperty } from '../../../objects/hidden-property.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { apply } from '../../node/originals.ts'

/** What a request asks for in the first line of its head. */
export interface SentLine {
  readonly method: string
  readonly target: string
  /** The hosts of the `Host` headers, without the host that the request was made for. */
  readonly hosts: readonly string[]
  /** False where the rest equals what the request was judged as. */
  readonly isChanged: boolean
}

/** Judges a request's head when the request is made, and again where a different one is sent. */
export interface SentHeads {
  /** Remembers what a request was judged as. */
  note(request: ClientRequest): void
  readonly restore: Restore
}

/** The method by which Node's messages write their head before their first bytes. Types omit it. */
interface Sending {
  _send(this: ClientRequest, ...args: unknown[]): unknown
}

/**
 * Compares each head with what was judged, at the moment when it is written. Until then code may change the method, the
 * path and the head itself.
 *
 * @param begin begins anew what the request asks for. Returns nothing where that is unchanged.
 * @param decide judges it where the socket is connected
 */
export function watchSentHeads(
  begin: (request: ClientRequest, line: SentLine) => Operation | undefined,
  decide: (request: ClientRequest, operation: Operation, socket: Socket) => EgressBlockedError | undefined,
): SentHeads {
  const judged = createHiddenProperty<FirstLine>()
  // Safe, since Node's own code assumes the same shape.
  const prototype = builtins.httpClient.ClientRequest.prototype as unknown as Sending
  const judge = (request: ClientRequest, operations: readonly Operation[], socket: Socket): boolean => {
    for (const operation of operations) {
      const error = decide(request, operation, socket)
      if (error) return Boolean(request.destroy(error))
    }
    return false
  }
  const isRefused = (request: ClientRequest): boolean => {
    const head = unsentHead(request)
    if (head === undefined) return false
    const rest = withoutLine(head, judged.get(request))
    const isChanged = rest === undefined || !isWhole(rest)
    const hosts = otherHosts(rest ?? head, request)
    return (isChanged || hosts.length > 0) && judgeAgain(request, head, { hosts, isChanged })
  }
  const judgeAgain = (request: ClientRequest, head: string, seen: Pick<SentLine, 'hosts' | 'isChanged'>): boolean => {
    const operations = linesOf(head).flatMap((line) => begin(request, { ...line, ...seen }) ?? [])
    const { socket } = request
    if (socket) return judge(request, operations, socket)
    if (operations.length > 0) request.prependOnceListener('socket', (given) => void judge(request, operations, given))
    return false
  }
  const restore = replaceProperty(prototype, '_send', (send) => {
    return function (this: ClientRequest, ...args: unknown[]): unknown {
      return isRefused(this) ? false : apply(send, this, args)
    }
  })
  return { note: (request) => judged.set(request, { method: request.method, path: request.path }), restore }
}

/** What the first line of a head names. */
interface FirstLine {
  readonly method: string
  readonly path: string
}

/** The head after its first line, if that is the one given. A path may be long, so no line is made for the comparison. */
function withoutLine(head: string, line: FirstLine | undefined): string | undefined {
  if (!line) return undefined
  const { method, path } = line
  const at = method.length + 1
  const end = at + path.length
  const isSame =
    head.startsWith(`${method} `) && head.slice(at, end) === path && head.startsWith(` HTTP/1.1${LINE_END}`, end)
  return isSame ? head.slice(end + ' HTTP/1.1'.length) : undefined
}

const LINE_END = '\r\n'
const END = '\r\n\r\n'

function unsentHead(request: ClientRequest): string | undefined {
  if (Reflect.get(request, '_headerSent')) return undefined
  const head: unknown = Reflect.get(request, '_header')
  return typeof head === 'string' ? head : undefined
}

/** Whether a head, with or without its first line, ends where that of the first request does. */
function isWhole(head: string): boolean {
  return head.indexOf(END) === head.length - END.length
}

/** The hosts of the `Host` headers, without the host that the request was made for. */
function otherHosts(head: string, { host, path }: ClientRequest): readonly string[] {
  // Most requests of a client have the same headers as its last one.
  if (head === last.head && host === last.host) return last.hosts
  const found: string[] = []
  // `matchAll` would copy the expression at each call.
  HOST.lastIndex = 0
  for (let match = HOST.exec(head); match; match = HOST.exec(head)) {
    const [, written = ''] = match
    if (written !== host && !(written.startsWith(host) && /^:\d*$/.test(written.slice(host.length))))
      found.push(written)
  }
  // The text of the headers keeps the path before it in memory.
  if (path.length < longestPath) last = { head, host, hosts: found }
  return found
}

const longestPath = 1000

let last: { readonly head: string; readonly host: string; readonly hosts: readonly string[] } = {
  head: '',
  host: '',
  hosts: [],
}

const HOST = /^host[ \t]*:[ \t]*(.*?)[ \t]*\r?$/gim

/** The first line and, where the head ends early, the first lines of requests smuggled in after it. */
function linesOf(head: string): readonly Pick<SentLine, 'method' | 'target'>[] {
  const lines = [...head.matchAll(/^([^\s:]+) (.*?)(?: HTTP\/\d(?:\.\d)?)?\r?$/gm)]
  const seen = isWhole(head) ? lines.slice(0, 1) : lines
  return seen.map(([, method = '', target = '']) => ({ method, target }))
}
