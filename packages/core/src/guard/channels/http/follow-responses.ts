import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Needs } from '../../capabilities/channel.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { connectionOf } from '../connect/connection-of.ts'
import { listen } from './listen.ts'
import { operationOf } from './request-operation.ts'

type FollowNeeds = Needs<'ownership' | 'carriers' | 'notes' | 'unanswered'>

/** Follows the requests of Node's own client to their responses. */
export function followResponses(needs: FollowNeeds): Restore {
  const { carriers, unanswered } = needs
  return restoreAll([
    listen('http.client.response.finish', ({ request, response }: Answered) => {
      unanswered.settle(carriers.get(request))
      noteRedirect(needs, request, response)
    }),
    listen('http.client.request.error', ({ request }: { request: ClientRequest }) => {
      unanswered.settle(carriers.get(request))
    }),
  ])
}

interface Answered {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

function noteRedirect(needs: FollowNeeds, request: ClientRequest, response: IncomingMessage): void {
  const { statusCode = 0 } = response
  if (statusCode < 300 || statusCode > 399) return
  // Node creates this object when it is first read.
  const { location } = response.headers
  const operation = operationOf(needs, request)
  const { url } = operation.attempt
  if (url && location !== undefined) needs.notes.redirected(operation, url, location)
}

/** Notes a request whose socket is not known. A library that replaces how sockets connect uses Node's own sockets. */
export function noteUnanswered(
  {
    carriers,
    connections,
    hasSocketMock,
    unanswered,
  }: Needs<'carriers' | 'connections' | 'hasSocketMock' | 'unanswered'>,
  socket: Socket,
  operation: Operation,
): void {
  const mayBeMocked = hasSocketMock() || carriers.get(socket) === undefined
  if (mayBeMocked && !connectionOf(connections, socket)) unanswered.add(operation)
}
