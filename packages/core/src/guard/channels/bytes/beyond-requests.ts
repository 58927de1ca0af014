import type { SendingRequest } from '../../capabilities/connections.ts'
import { bytesOf, type Chunk, isEmpty } from './chunks-of.ts'
import type { Link } from './links.ts'
import { createSentRequest, type SentRequest } from './sent-request.ts'

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

function afterRequests(link: Link, sending: SendingRequest[], chunk: Chunk): Chunk {
  let rest = chunk
  for (let [next] = sending; !isEmpty(rest) && next; [next] = sending) {
    const sent = follow(link, next)
    rest = sent.beyond(rest)
    if (!sent.isOver()) break
    sending.shift()
  }
  return rest
}

function follow(link: Link, { request, head }: SendingRequest): SentRequest {
  if (link.sent?.request !== request) link.sent = { request, ...createSentRequest(head) }
  return link.sent
}
