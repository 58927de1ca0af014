import type { SendingRequest } from '../../capabilities/connections.ts'
import type { Link } from './links.ts'
import { createSentRequest, type SentRequest } from './sent-request.ts'

/** What code writes to the socket of a request of Node's own client, and as its body behind the length that its head announces. */
export function beyondRequest(link: Link, request: object | undefined, chunks: readonly Buffer[]): readonly Buffer[] {
  if (!request) return chunks
  // Until its first bytes leave, the head is judged as it is. Its types leave it out.
  const sent = follow(link, { request, head: String(Reflect.get(request, '_header')) })
  return chunks.map((bytes) => sent.beyond(bytes)).filter(({ length }) => length > 0)
}

/** The same of undici, which sends a request behind another, and writes what it sends in that order. */
export function beyondAll(link: Link, sending: SendingRequest[], chunks: readonly Buffer[]): readonly Buffer[] {
  return chunks
    .map((bytes) => {
      let rest = bytes
      for (let [next] = sending; rest.length > 0 && next; [next] = sending) {
        const sent = follow(link, next)
        rest = sent.beyond(rest)
        if (!sent.isOver()) break
        sending.shift()
      }
      return rest
    })
    .filter(({ length }) => length > 0)
}

function follow(link: Link, { request, head }: SendingRequest): SentRequest {
  if (link.sent?.request !== request) link.sent = { request, ...createSentRequest(head) }
  return link.sent
}
