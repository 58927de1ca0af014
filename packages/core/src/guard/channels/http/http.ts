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
import type { Channel, Judge, Operation } from '../../capabilities/channel.ts'
import { connectionOf } from '../connect/connection-of.ts'
import { decideOnOpenSocket } from './open-socket.ts'
import { probeDestination } from '../connect/probe-destination.ts'
import { requestAttempts } from './request-target.ts'
import { type SentHeads, type SentLine, watchSentHeads } from './sent-head.ts'

/**
 * HTTP/1 requests: who asked, what for, and every request on a socket that is already open.
 *
 * It decides only on sockets whose native handle the guard knows: a request that a mocking library answers never has one.
 */
export const httpRequests: Channel = {
  name: 'http',
  install: (judge) => whenClientLoaded(() => gateRequests(judge)),
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

function gateRequests(judge: Judge): Restore {
  const agents = watchAgentSubclasses(judge, (request, options) => operationOf(judge, request, options))
  const heads = watchSentHeads((request, line, socket) => judgeAgain(judge, request, line, socket))
  return restoreAll([
    keepRequester(judge, agents),
    connectForRequester(judge),
    gateOpenSockets(judge),
    noteRequester(judge, agents, heads),
    heads.restore,
    followRedirects(judge),
    agents.restore,
  ])
}

/** The agent may queue the request and connect for it later, in somebody else's context. */
function keepRequester(judge: Judge, agents: AgentSubclasses): Restore {
  return replaceProperty(agentPrototype(), 'addRequest', (addRequest) => {
    return function (this: Agent, request: ClientRequest, ...rest: unknown[]): void {
      operationOf(judge, request, rest[0])
      agents.see(this)
      return Reflect.apply(addRequest, this, [request, ...rest])
    }
  })
}

function connectForRequester(judge: Judge): Restore {
  return replaceProperty(agentPrototype(), 'createSocket', (createSocket) => {
    return function (this: Agent, request: ClientRequest, ...rest: unknown[]): void {
      const operation = judge.operationOf(request)
      const create = (): void => Reflect.apply(createSocket, this, [request, ...rest])
      return operation ? judge.run(operation, create) : create()
    }
  })
}

function gateOpenSockets(judge: Judge): Restore {
  const { prototype } = builtins.httpClient.ClientRequest
  const restore = replaceProperty(prototype, 'onSocket', (onSocket) => {
    return function (this: ClientRequest, socket: Socket, ...rest: unknown[]): void {
      refuseOpenSocket(judge, this, socket)
      return Reflect.apply(onSocket, this, [socket, ...rest])
    }
  })
  const ours = prototype.onSocket
  // Where somebody's patch ends that was there before the guard, ours goes with it. The event comes before the first byte.
  const note = (message: unknown): void => {
    const { request } = message as { request: ClientRequest }
    if (prototype.onSocket === ours) return
    request.prependOnceListener('socket', (socket) => refuseOpenSocket(judge, request, socket))
  }
  subscribe('http.client.request.created', note)
  return restoreAll([restore, () => void unsubscribe('http.client.request.created', note)])
}

function refuseOpenSocket(judge: Judge, request: ClientRequest, socket: Socket): void {
  const operation = operationOf(judge, request)
  const connection = socket && connectionOf(judge, socket, operation.attempt.unixPath)
  const error = connection && decideOnOpenSocket(judge, operation, connection)
  if (error) request.destroy(error)
}

/** Agents that are not Node's own show a request only here. */
function noteRequester(judge: Judge, agents: AgentSubclasses, heads: SentHeads): Restore {
  const note = (message: unknown): void => {
    const { request } = message as { request: ClientRequest }
    operationOf(judge, request)
    heads.note(request)
    agents.see(Reflect.get(request, 'agent'))
  }
  subscribe('http.client.request.created', note)
  return () => void unsubscribe('http.client.request.created', note)
}

/** For a head that says something else than when the request was made; a socket that is not connected is judged when it connects. */
function judgeAgain(
  judge: Judge,
  request: ClientRequest,
  { method, target }: SentLine,
  socket: Socket,
): EgressBlockedError | undefined {
  const before = operationOf(judge, request)
  const { host = '', port = 0, unixPath } = before.attempt
  if (unixPath !== undefined) return undefined
  const { scheme } = partsOf(request, undefined)
  const { attempt, behind } = requestAttempts({ channel: 'http', scheme, host, port, method, target })
  const operation = judge.run(before, () => judge.begin(attempt, behind, before))
  judge.attach(request, operation)
  const connection = connectionOf(judge, socket)
  if (connection) return decideOnOpenSocket(judge, operation, connection)
  judge.attach(socket, operation)
  return undefined
}

function followRedirects(judge: Judge): Restore {
  const note = (message: unknown): void => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage }
    const { statusCode = 0 } = response
    if (statusCode < 300 || statusCode > 399) return
    // Node makes this object when it is first read.
    const { location } = response.headers
    const operation = operationOf(judge, request)
    const { url } = operation.attempt
    if (url && location !== undefined) judge.redirected(operation, url, location)
  }
  subscribe('http.client.response.finish', note)
  return () => void unsubscribe('http.client.response.finish', note)
}

function operationOf(judge: Judge, request: ClientRequest, options?: unknown): Operation {
  const known = judge.operationOf(request)
  if (known) return known
  const { attempt, behind } = requestAttempts(partsOf(request, options))
  const socketPath: unknown = Reflect.get(request, 'socketPath')
  const operation =
    typeof socketPath === 'string' && socketPath !== ''
      ? judge.begin({ channel: 'pipe', unixPath: socketPath, method: attempt.method, raw: socketPath })
      : judge.begin(attempt, behind)
  judge.attach(request, operation)
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
