import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty, type Restore } from '../../node/replace-property.ts'
import { restoreAll } from '../../node/restore-all.ts'
import { runWithTicks } from '../../node/run-with-ticks.ts'
import { whenLoaded } from '../../node/when-loaded.ts'
import { agentPrototype, type AgentSubclasses, watchAgentSubclasses } from './agent-subclasses.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { connectionOf } from '../connect/connection-of.ts'
import { decideOnOpenSocket } from './open-socket.ts'
import { probeDestination } from '../connect/probe-destination.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import { type SentLine, watchSentHeads } from './sent-head.ts'
import { apply } from '../../node/originals.ts'

/**
 * HTTP/1 requests: who asked, what for, and every request on a socket that is already open.
 *
 * It decides only on sockets whose native handle the guard knows: a request that a mocking library answers never has one.
 */
export const httpRequests: Channel = {
  name: 'http',
  install: (needs) => whenClientLoaded(() => gateRequests(needs)),
  probe: {
    module: 'http',
    channel: 'http',
    attempt: () => {
      const { http } = builtins
      const agent = new http.Agent()
      runWithTicks(() => {
        http
          .request({ ...probeDestination, agent })
          .on('error', () => {})
          .destroy()
      })
      agent.destroy()
    },
  },
}

/** What `http` and `https` are made of is complete before them. A Node that has it no more would have `http`. */
function whenClientLoaded(install: () => Restore): Restore {
  const installed: Restore[] = []
  const once = (): undefined => {
    if (installed.length === 0) installed.push(install())
  }
  return restoreAll([whenLoaded('_http_client', once), whenLoaded('http', once), () => restoreAll(installed)()])
}

type RequestNeeds = Needs<'ownership' | 'carriers'>

type SocketNeeds = RequestNeeds & Needs<'decide' | 'connections'>

function gateRequests(needs: SocketNeeds & Needs<'notes'>): Restore {
  const agents = watchAgentSubclasses(needs.ownership, (request, options) => operationOf(needs, request, options))
  const heads = watchSentHeads((request, line, socket) => judgeAgain(needs, request, line, socket))
  const sockets = gateOpenSockets(needs)
  return restoreAll([
    keepRequester(needs, agents),
    connectForRequester(needs),
    sockets.restore,
    noteRequests((request) => {
      // Agents that are not Node's own show a request only here.
      operationOf(needs, request)
      sockets.note(request)
      heads.note(request)
      agents.see(Reflect.get(request, 'agent'))
    }),
    heads.restore,
    followRedirects(needs),
    agents.restore,
  ])
}

/** The agent may queue the request and connect for it later, in somebody else's context. */
function keepRequester(needs: RequestNeeds, agents: AgentSubclasses): Restore {
  return replaceProperty(agentPrototype(), 'addRequest', (addRequest) => {
    return function (this: Agent, request: ClientRequest, ...rest: unknown[]): void {
      operationOf(needs, request, rest[0])
      agents.see(this)
      return apply(addRequest, this, [request, ...rest])
    }
  })
}

function connectForRequester({ ownership, carriers }: RequestNeeds): Restore {
  return replaceProperty(agentPrototype(), 'createSocket', (createSocket) => {
    return function (this: Agent, request: ClientRequest, ...rest: unknown[]): void {
      const operation = carriers.get(request)
      const create = (): void => apply(createSocket, this, [request, ...rest])
      return operation ? ownership.run(operation, create) : create()
    }
  })
}

interface OpenSockets {
  note(request: ClientRequest): void
  readonly restore: Restore
}

function gateOpenSockets(needs: SocketNeeds): OpenSockets {
  const { prototype } = builtins.httpClient.ClientRequest
  const restore = replaceProperty(prototype, 'onSocket', (onSocket) => {
    return function (this: ClientRequest, socket: Socket, ...rest: unknown[]): void {
      refuseOpenSocket(needs, this, socket)
      return apply(onSocket, this, [socket, ...rest])
    }
  })
  const ours = prototype.onSocket
  return {
    restore,
    // Where somebody's patch ends that was there before the guard, ours goes with it. The event comes before the first byte.
    note: (request) => {
      if (prototype.onSocket === ours) return
      request.prependOnceListener('socket', (socket) => refuseOpenSocket(needs, request, socket))
    },
  }
}

function refuseOpenSocket(needs: SocketNeeds, request: ClientRequest, socket: Socket): void {
  const operation = operationOf(needs, request)
  const connection = socket && connectionOf(needs.connections, socket, operation.attempt.unixPath)
  const error = connection && decideOnOpenSocket(needs.decide, operation, connection)
  if (error) request.destroy(error)
}

/** Tells of each request as it is made. */
function noteRequests(tell: (request: ClientRequest) => void): Restore {
  const note = (message: unknown): void => tell((message as { request: ClientRequest }).request)
  subscribe('http.client.request.created', note)
  return () => void unsubscribe('http.client.request.created', note)
}

/** For a head that says something else than when the request was made; a socket that is not connected is judged when it connects. */
function judgeAgain(
  needs: SocketNeeds,
  request: ClientRequest,
  { method, target }: SentLine,
  socket: Socket,
): EgressBlockedError | undefined {
  const { ownership, decide, carriers, connections } = needs
  const before = operationOf(needs, request)
  const { host = '', port = 0, unixPath } = before.attempt
  if (unixPath !== undefined) return undefined
  const { scheme } = partsOf(request, undefined)
  const { attempt, behind } = requestAttempts({ channel: 'http', scheme, host, port, method, target })
  const operation = ownership.run(before, () => ownership.begin(attempt, behind, before))
  carriers.set(request, operation)
  const connection = connectionOf(connections, socket)
  if (connection) return decideOnOpenSocket(decide, operation, connection)
  carriers.set(socket, operation)
  return undefined
}

function followRedirects(needs: RequestNeeds & Needs<'notes'>): Restore {
  const note = (message: unknown): void => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage }
    const { statusCode = 0 } = response
    if (statusCode < 300 || statusCode > 399) return
    // Node makes this object when it is first read.
    const { location } = response.headers
    const operation = operationOf(needs, request)
    const { url } = operation.attempt
    if (url && location !== undefined) needs.notes.redirected(operation, url, location)
  }
  subscribe('http.client.response.finish', note)
  return () => void unsubscribe('http.client.response.finish', note)
}

function operationOf({ ownership, carriers }: RequestNeeds, request: ClientRequest, options?: unknown): Operation {
  const known = carriers.get(request)
  if (known) return known
  const { attempt, behind } = requestAttempts(partsOf(request, options))
  const socketPath: unknown = Reflect.get(request, 'socketPath')
  const operation =
    typeof socketPath === 'string' && socketPath !== ''
      ? ownership.begin({ channel: 'pipe', unixPath: socketPath, method: attempt.method, raw: socketPath })
      : ownership.begin(attempt, behind)
  carriers.set(request, operation)
  return operation
}

/** `options` of the agent hold the true destination; a request seen later only knows what it was made with. */
function partsOf(request: ClientRequest, options: unknown): Parameters<typeof requestAttempts>[0] {
  const scheme = request.protocol === 'https:' ? 'https' : 'http'
  const given = typeof options === 'object' && options !== null ? (options as { host?: unknown; port?: unknown }) : {}
  const host = typeof given.host === 'string' ? given.host : request.host
  const port = Number(given.port ?? writtenPort(request) ?? (scheme === 'https' ? 443 : 80))
  return { channel: 'http', scheme, host, port, method: request.method, target: request.path }
}

function writtenPort(request: ClientRequest): string | undefined {
  return /:(\d+)$/.exec(String(request.getHeader('host') ?? ''))?.[1]
}
