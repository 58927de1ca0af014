import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { createHiddenProperty } from '../../node/hidden-property.ts'
import { replaceProperty, type Restore } from '../../node/replace-property.ts'
import { apply } from '../../node/originals.ts'

/** What a request asks for in the first line of its head. */
export interface SentLine {
  readonly method: string
  readonly target: string
}

/** A request's head is judged when the request is made, and again where another one leaves. */
export interface SentHeads {
  /** Remembers what a request was judged as. */
  note(request: ClientRequest): void
  readonly restore: Restore
}

/** The method by which Node's messages put their head before their first bytes; its types leave it out. */
interface Sending {
  _send(this: ClientRequest, ...args: unknown[]): unknown
}

/**
 * Compares each head with what was judged, at the moment in which it is written: until then code may change the method,
 * the path and the head itself.
 *
 * @param judgeAgain begins anew what the request asks for, and judges it where its socket is connected
 */
export function watchSentHeads(
  judgeAgain: (request: ClientRequest, line: SentLine, socket: Socket) => EgressBlockedError | undefined,
): SentHeads {
  const judged = createHiddenProperty<string>()
  // The cast names what Node's own code relies on.
  const prototype = builtins.httpClient.ClientRequest.prototype as unknown as Sending
  const judge = (request: ClientRequest, lines: readonly SentLine[], socket: Socket): boolean => {
    for (const line of lines) {
      const error = judgeAgain(request, line, socket)
      if (error) return Boolean(request.destroy(error))
    }
    return false
  }
  const isRefused = (request: ClientRequest): boolean => {
    const head = unsentHead(request)
    if (head === undefined) return false
    const line = judged.get(request)
    if (line !== undefined && head.startsWith(line) && head.indexOf(END) === head.length - END.length) return false
    const lines = linesOf(head)
    const { socket } = request
    if (socket) return judge(request, lines, socket)
    request.prependOnceListener('socket', (given) => void judge(request, lines, given))
    return false
  }
  const restore = replaceProperty(prototype, '_send', (send) => {
    return function (this: ClientRequest, ...args: unknown[]): unknown {
      return isRefused(this) ? false : apply(send, this, args)
    }
  })
  return { note: (request) => judged.set(request, `${request.method} ${request.path} HTTP/1.1\r\n`), restore }
}

const END = '\r\n\r\n'

function unsentHead(request: ClientRequest): string | undefined {
  if (Reflect.get(request, '_headerSent')) return undefined
  const head: unknown = Reflect.get(request, '_header')
  return typeof head === 'string' ? head : undefined
}

/** The first line, and where the head ends early, those of the requests that are smuggled in behind it. */
function linesOf(head: string): readonly SentLine[] {
  const lines = [...head.matchAll(/^([^\s:]+) (.*?)(?: HTTP\/\d(?:\.\d)?)?\r?$/gm)]
  const seen = head.indexOf(END) === head.length - END.length ? lines.slice(0, 1) : lines
  return seen.map(([, method = '', target = '']) => ({ method, target }))
}
