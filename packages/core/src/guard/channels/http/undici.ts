import { URL } from 'node:url'
import { AsyncResource } from 'node:async_hooks'
import type { Socket } from 'node:net'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { visibleError } from '../../../evidence/errors/egress-blocked-error.ts'
import { symbolOrKey } from '../../patch/native-handles.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { behindProxy } from '../connect/behind-proxy.ts'
import { decideOnNamed } from '../connect/decide-on-named.ts'
import { connectionOf } from '../connect/connection-of.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { decideOnOpenSocket } from './open-socket.ts'
import { namedTargets } from '../../../policy/attempt/named-target.ts'
import { requestScheme } from '../../../policy/attempt/request-scheme.ts'
import { requestAttempts, urlParts } from '../../../policy/attempt/request-target.ts'
import { listen } from './listen.ts'
import { isOwnServer, mayBePinned } from './own-server.ts'
import { createWaitingRequests, type WaitingRequests } from './waiting-requests.ts'

/** The request that undici publishes. Versions 6 and 7 take errors in `onError`, 8 in `onResponseError`. */
interface UndiciRequest {
  readonly origin: string | URL
  readonly path: string
  readonly method: string
  /** `websocket` of a WebSocket. */
  readonly upgrade?: unknown
  /** Its `Host` header, where the caller set one. */
  readonly host?: unknown
  onError?: (error: Error) => void
  onResponseError?: (error: Error) => void
}

interface ConnectParams {
  readonly hostname: string
  readonly port: string
  readonly protocol: string
  readonly servername?: string | null
}

/**
 * Requests of fetch, WebSocket, EventSource and every undici from npm, on new and on pooled connections.
 *
 * undici publishes a request when it is made, in the context of its caller. It connects later, for the request that
 * comes first. So the connection is assigned to an allowed request that is still waiting.
 */
export const undici: Channel = {
  name: 'undici',
  install: (needs) => {
    const { ownership, carriers, handOver, unanswered } = needs
    const waiting = createWaitingRequests(ownership)
    return restoreAll([
      listen('undici:request:create', ({ request }: { request: UndiciRequest }) => gate(needs, waiting, request)),
      listen('undici:client:sendHeaders', ({ request, headers, socket }: SentHeaders) => {
        waiting.settle(request)
        gateOpenSocket(needs, request, socket)
        noteSending(needs, request, headers, socket)
      }),
      listen('undici:request:error', ({ request }: { request: UndiciRequest }) => {
        waiting.settle(request)
        unanswered.settle(carriers.get(request))
      }),
      listen('undici:client:beforeConnect', ({ connectParams }: { connectParams: ConnectParams }) => {
        const { host, port } = urlParts(urlOf(connectParams))
        const connection = `${host}:${port}`
        const alone = (): Operation => ownership.begin({ channel: 'undici', host, port, raw: connection })
        // undici 8 connects to an address under the name of the `Host` header.
        const hosts = [host, canonicalHost(connectParams.servername ?? host)]
        handOver.give(hosts, port, waiting.pick(connection) ?? alone())
      }),
      listen('undici:request:headers', (message: { request: UndiciRequest; response: UndiciResponse }) => {
        unanswered.settle(carriers.get(message.request))
        noteRedirect(needs, message.request, message.response)
      }),
    ])
  },
}

/** What undici publishes when it begins to write. */
interface SentHeaders {
  readonly request: UndiciRequest
  /** The first lines of the head. HTTP/2 has none. */
  readonly headers: unknown
  readonly socket: Socket
}

interface UndiciResponse {
  readonly statusCode: number
  readonly headers: readonly (Buffer | string)[]
}

type GateNeeds = Needs<'ownership' | 'decide' | 'carriers' | 'hasSocketMock' | 'listeners'>

function gate(
  { ownership, decide, carriers, hasSocketMock, listeners }: GateNeeds,
  waiting: WaitingRequests,
  request: UndiciRequest,
): void {
  const { attempt, behind } = attemptsOf(request)
  const connection = `${attempt.host}:${attempt.port}`
  // The tunnel of a request that was already judged is part of that request.
  const inner = behind && waiting.pick(`${behind.host}:${behind.port}`)
  const named = namedTargets(attempt, typeof request.host === 'string' ? [request.host] : [])
  const begin = (): Operation => ({ ...ownership.begin(attempt, behind ?? named[0]), behind, named })
  const operation = inner ? { ...inner, behind } : asRequester(request, begin)
  carriers.set(request, operation)
  // A mocking library may answer instead of a socket, which is not an attempt, so the gates of the connection decide. A
  // dispatcher's own lookup may give an own server any name, which shows once it has connected.
  if (hasSocketMock() || mayBePinned(listeners, attempt)) {
    undecided.add(operation)
    return waiting.add(connection, request, operation)
  }
  const own = isOwnServer(listeners, attempt)
  const error =
    decide(attempt, operation) ??
    (behind && decide(behindProxy(behind, own), operation)) ??
    (own ? undefined : decideOnNamed(decide, operation))
  if (error) {
    waiting.refuse(connection, operation)
    refuse(request, visibleError(error))
  } else waiting.add(connection, request, operation)
}

/** Judges a request just before it is sent on an open connection. Destroying the socket drops its bytes. */
function gateOpenSocket(
  needs: Needs<'decide' | 'carriers' | 'connections' | 'listeners' | 'unanswered'>,
  request: UndiciRequest,
  socket: Socket,
): void {
  const { carriers, connections, unanswered } = needs
  const operation = carriers.get(request)
  const connection = connectionOf(connections, socket)
  if (!connection && operation) unanswered.add(operation)
  if (!connection || !operation || (isAtOrigin(operation, connection) && !undecided.has(operation))) return
  const error = decideOnOpenSocket(needs, operation, connection)
  if (error) socket.destroy(error)
}

const undecided = new WeakSet<Operation>()

/** Other bytes on the connection are not part of the request. A server of the tests may receive anything. */
function noteSending(
  { connections }: Needs<'connections'>,
  request: UndiciRequest,
  head: unknown,
  socket: Socket,
): void {
  const connection = connectionOf(connections, socket)
  if (!connection || connection.own === true || typeof head !== 'string') return
  connection.sending = [...(connection.sending ?? []).slice(-mostSending), { request, head }]
}

/** No more are pending at once, whatever `pipelining` is. */
const mostSending = 1000

/** Whether the socket leads where the request says. A client for one origin also sends requests there that name another. */
function isAtOrigin({ attempt }: Operation, { host, port, address }: Connection): boolean {
  return attempt.port === port && (attempt.host === host || attempt.host === address)
}

/**
 * A pool makes a request when a busy connection becomes free, in the context of the code that used the connection. Up
 * to undici 7 only the handler knows the caller: it is an async resource, except for `fetch`.
 */
function asRequester<T>(request: UndiciRequest, fn: () => T): T {
  const handler = symbolOrKey(request, 'handler')
  return handler instanceof AsyncResource ? handler.runInAsyncScope(fn) : fn()
}

function refuse(request: UndiciRequest, error: Error): void {
  if (request.onResponseError) request.onResponseError(error)
  else request.onError?.(error)
}

function attemptsOf({ origin, path, method, upgrade }: UndiciRequest): ReturnType<typeof requestAttempts> {
  const { scheme: made, host, port } = urlParts(new URL(String(origin)))
  const scheme = requestScheme(made === 'https', upgrade)
  return requestAttempts({ channel: 'undici', scheme, host, port, method: method.toUpperCase(), target: path })
}

function noteRedirect(
  { carriers, notes }: Needs<'carriers' | 'notes'>,
  request: UndiciRequest,
  { statusCode, headers }: UndiciResponse,
): void {
  if (statusCode < 300 || statusCode > 399) return
  const at = headers.findIndex((name, index) => index % 2 === 0 && String(name).toLowerCase() === 'location')
  const location = at === -1 ? undefined : headers[at + 1]
  const operation = carriers.get(request)
  if (location !== undefined && operation?.attempt.url)
    notes.redirected(operation, operation.attempt.url, String(location))
}

function urlOf({ protocol, hostname, port }: ConnectParams): URL {
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname
  return new URL(`${protocol}//${host}:${port || ''}`)
}
