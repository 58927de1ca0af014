import type { SendingRequest } from '../../capabilities/connections.ts'
import { bytesOf, type Chunk, isEmpty } from './chunks-of.ts'
import type { Link } from './links.ts'
import { SentRequest } from './sent-request.ts'

/**
 * The bytes that code writes on a connection besides a client's requests: to its socket, or as a body longer than the
 * head announces.
 *
 * @param sending in the order in which the client writes them. Requests whose bytes have left are removed.
 */
export function beyondRequests(link: Link, sending: SendingRequest[], chunks: readonly Chunk[]): readonly Buffer[] {
  const found: Buffer[] = []
  for (const chunk of chunks) {
    const rest = afterRequests(link, sending, chunk)
    if (!isEmpty(rest)) found.push(bytesOf(rest))
  }
  return found
}

/** Whether a chunk is the head of Node's own next request and no more, as of most requests. Types omit the head. */
export function isHead(link: Link, request: object, chunk: unknown): boolean {
  if (link.sent?.request === request || typeof chunk !== 'string') return false
  if (chunk !== Reflect.get(request, '_header') || !chunk.endsWith('\r\n\r\n')) return false
  link.sent = new SentRequest(request, chunk)
  link.sent.takeHead()
  return true
}

function afterRequests(link: Link, sending: SendingRequest[], chunk: Chunk): Chunk {
  let rest = chunk
  for (let next = sending[0]; !isEmpty(rest) && next; next = sending[0]) {
    const sent = follow(link, next)
    rest = sent.beyond(rest)
    if (!sent.isOver()) break
    sending.shift()
  }
  return rest
}

function follow(link: Link, { request, head }: SendingRequest): SentRequest {
  if (link.sent?.request !== request) link.sent = new SentRequest(request, head)
  return link.sent
}
