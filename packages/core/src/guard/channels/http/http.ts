import type { Agent, ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { runWithTicks } from '../../patch/run-with-ticks.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import { agentPrototype, type AgentSubclasses, watchAgentSubclasses } from './agent-subclasses.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { connectionOf } from '../connect/connection-of.ts'
import { followResponses, noteUnanswered } from './follow-responses.ts'
import { listen } from './listen.ts'
import { decideOnOpenSocket } from './open-socket.ts'
import { probeDestination } from '../connect/probe-destination.ts'
import { namedTargets } from '../../../policy/attempt/named-target.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import { operationOf, partsOf } from './request-operation.ts'
import { type SentLine, watchSentHeads } from './sent-head.ts'
import { apply } from '../../node/originals.ts'

/**
 * HTTP/1 requests: notes the caller and the target of each, and judges every request on a socket that is already open.
 *
 * It decides only on sockets whose native handle the guard knows. A request that a mocking library answers never has
 * one.
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

/** The modules behind `http` and `https` are complete before them. A Node without these modules would still have `http`. */
function whenClientLoaded(install: () => Restore): Restore {
  const installed: Restore[] = []
  const once = (): undefined => {
    if (installed.length === 0) installed.push(install())
  }
  return restoreAll([whenLoaded('_http_client', once), whenLoaded('http', once), () => restoreAll(installed)()])
}

type RequestNeeds = Needs<'ownership' | 'carriers'>

type SocketNeeds = RequestNeeds & Needs<'decide' | 'connections' | 'listeners' | 'hasSocketMock' | 'unanswered'>

function gateRequests(needs: SocketNeeds & Needs<'notes'>): Restore {
  const agents = watchAgentSubclasses(needs.ownership, (request, options) => operationOf(needs, request, options))
  const heads = watchSentHeads(
    (request, line) => beginAgain(needs, request, line),
    (request, operation, socket) => decideAgain(needs, request, operation, socket),
  )
  const sockets = gateOpenSockets(needs)
  return restoreAll([
    keepRequester(needs, agents),
    connectForRequester(needs),
    sockets.restore,
    listen('http.client.request.created', ({ request }: { request: ClientRequest }) => {
      // Agents that do not extend Node's own show a request only here.
      operationOf(needs, request)
      sockets.note(request)
      heads.note(request)
      agents.see(Reflect.get(request, 'agent'))
    }),
    heads.restore,
    followResponses(needs),
    agents.restore,
  ])
}

/** The agent may queue the request and connect for it later, in the context of other code. */
function keepRequester(needs: RequestNeeds, agents: AgentSubclasses): Restore {
  return replaceProperty(agentPrototype(), 'addRequest', (addRequest) => {
    return function (this: Agent, request: ClientRequest, ...rest: unknown[]): void {
      operationOf(needs, request, ...rest)
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
    // Another patch from before the guard, when undone, removes ours with it. This event comes before the first byte.
    note: (request) => {
      if (prototype.onSocket === ours) return
      request.prependOnceListener('socket', (socket) => refuseOpenSocket(needs, request, socket))
    },
  }
}

function refuseOpenSocket(needs: SocketNeeds, request: ClientRequest, socket: Socket): void {
  const operation = operationOf(needs, request)
  if (!socket) return
  const opening = needs.carriers.get(socket)
  noteUnanswered(needs, socket, operation)
  if (!socket.connecting || !opening || opening === operation) refuse(needs, request, socket, operation)
  else refuseOnceConnected(needs, request, socket, { operation, opening })
}

/** The socket of `createConnection` connects for no request. No byte leaves before this event. Connection and request are recorded once. */
function refuseOnceConnected(
  needs: SocketNeeds,
  request: ClientRequest,
  socket: Socket,
  { operation, opening }: { readonly operation: Operation; readonly opening: Operation },
): void {
  const both = { ...needs.ownership.begin(operation.attempt, operation.behind, opening), named: operation.named }
  socket.prependOnceListener('connect', () => refuse(needs, request, socket, both))
}

function refuse(needs: SocketNeeds, request: ClientRequest, socket: Socket, operation: Operation): void {
  const connection = connectionOf(needs.connections, socket, operation.attempt.unixPath)
  const error = connection && decideOnOpenSocket(needs, operation, connection)
  if (error) request.destroy(error)
}

/** Begins anew for a head that differs from when the request was made, or that names another server. */
function beginAgain(
  needs: RequestNeeds,
  request: ClientRequest,
  { method, target, hosts, isChanged }: SentLine,
): Operation | undefined {
  const before = operationOf(needs, request)
  const { host = '', port = 0, unixPath } = before.attempt
  if (unixPath !== undefined) return undefined
  const { scheme } = partsOf(request)
  const { attempt, behind } = requestAttempts({ channel: 'http', scheme, host, port, method, target })
  const named = namedTargets(attempt, hosts)
  if (!isChanged && named.length === 0) return undefined
  const { ownership } = needs
  const begun = ownership.run(before, () => ownership.begin(attempt, behind ?? named[0], before))
  return { ...begun, behind, named }
}

/** A socket that is not connected is judged when it connects. */
function decideAgain(
  needs: SocketNeeds,
  request: ClientRequest,
  operation: Operation,
  socket: Socket,
): EgressBlockedError | undefined {
  const { carriers, connections } = needs
  carriers.set(request, operation)
  const connection = connectionOf(connections, socket)
  if (connection) return decideOnOpenSocket(needs, operation, connection)
  carriers.set(socket, operation)
  return undefined
}
