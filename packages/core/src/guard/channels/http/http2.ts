import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { createHiddenProperty } from '../../../objects/hidden-property.ts'
import { ownSymbol, symbolOrKey } from '../../patch/native-handles.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { connectionOf } from '../connect/connection-of.ts'
import { followWrites } from './follow-writes.ts'
import { decideOnOpenSocket } from './open-socket.ts'
import { type Http2Headers, keepValues, requestLines } from './http2-headers.ts'
import { namedTargets } from '../../../policy/attempt/named-target.ts'
import { requestScheme } from '../../../policy/attempt/request-scheme.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import { apply } from '../../node/originals.ts'

/** Streams on HTTP/2 sessions, whatever opened the session. */
export const http2: Channel = {
  name: 'http2',
  install: (needs) => whenLoaded('http2', () => gate(needs, sessionPrototype())),
}

type StreamNeeds = Needs<'ownership' | 'decide' | 'carriers' | 'connections' | 'listeners'>

function gate(needs: StreamNeeds, prototype: ClientHttp2Session): Restore {
  return replaceProperty(prototype, 'request', (request) => {
    return function (this: ClientHttp2Session, ...args: Parameters<typeof request>): ClientHttp2Stream {
      const [headers, ...rest] = args
      // Copied, so that what is judged is sent: the program may change a list of values before the session has connected.
      const made = (): ClientHttp2Stream => apply(request, this, headers ? [keepValues(headers), ...rest] : args)
      const error = decideStream(needs, this, headers ?? {})
      return error ? refuse(this, made, error) : made()
    }
  })
}

function decideStream(
  needs: StreamNeeds,
  session: ClientHttp2Session,
  headers: Http2Headers,
): EgressBlockedError | undefined {
  if (isUndici(session)) return undefined
  const { ownership, carriers, connections } = needs
  const socket = socketOf(session)
  const open = socket && connectionOf(connections, socket)
  // While the session connects, the operation of its socket holds the destination, and the request is part of it.
  const opening = socket && !open ? carriers.get(socket) : undefined
  const connection = open ?? (opening && destinationOf(opening))
  if (!connection) {
    if (socket) followWrites({ ownership, carriers }, socket)
    return undefined
  }
  const { host, port } = connection
  for (const { method, target, hosts, protocol } of requestLines(headers)) {
    const scheme = requestScheme(session.encrypted === true, protocol)
    const { attempt, behind } = requestAttempts({ channel: 'http2', scheme, host, port: port ?? 0, method, target })
    const named = namedTargets(attempt, hosts ?? authorityOf(session))
    const operation = ownership.begin(attempt, behind ?? named[0], opening)
    const error = decideOnOpenSocket(needs, { ...operation, behind, named }, connection)
    if (error) return error
  }
  return undefined
}

/** undici judges its requests itself. The context here is that of the request that came first. It marks its sessions before. */
function isUndici(session: object): boolean {
  const known = undicis.get(session)
  if (known !== undefined) return known
  const is = ownSymbol(session, 'client') !== undefined
  undicis.set(session, is)
  return is
}

const undicis = createHiddenProperty<boolean>()

/** What Node writes where a stream names no server: the host of the session's URL. */
function authorityOf(session: object): readonly string[] {
  const authority = symbolOrKey(session, 'authority')
  if (typeof authority !== 'string') return []
  // Node joins host and port without brackets around an address.
  return [authority.replace(/^([^[]*:.*):(\d+)$/, '[$1]:$2')]
}

function socketOf(session: object): object | undefined {
  const socket = ownSymbol(session, 'socket')
  return typeof socket === 'object' && socket !== null ? socket : undefined
}

function destinationOf({ attempt: { host = '', port, unixPath } }: Operation): Connection {
  return { host, port, address: undefined, unixPath }
}

/**
 * Makes a stream that never reaches the session. A connecting session parks its requests, so for this call it reports
 * that it is connecting, and the parked request is dropped.
 */
function refuse(
  session: ClientHttp2Session,
  request: () => ClientHttp2Stream,
  error: EgressBlockedError,
): ClientHttp2Stream {
  const listeners = session.listeners('connect')
  Object.defineProperty(session, 'connecting', { value: true, configurable: true })
  try {
    const stream = request()
    stream.destroy(error)
    return stream
  } finally {
    Reflect.deleteProperty(session, 'connecting')
    dropParked(session, listeners)
  }
}

/** Node 24 and later park calls in a list. Node 22 adds a listener for each. */
function dropParked(session: ClientHttp2Session, before: readonly unknown[]): void {
  const symbol = Object.getOwnPropertySymbols(session).find(
    ({ description }) => description === 'pending-request-calls',
  )
  const parked: unknown = symbol && Reflect.get(session, symbol)
  if (Array.isArray(parked)) parked.pop()
  for (const listener of session.listeners('connect')) {
    if (!before.includes(listener)) session.removeListener('connect', listener as () => void)
  }
  if (symbol && Array.isArray(parked) && parked.length === 0) Reflect.set(session, symbol, null)
}

/** The class is not exported. Its constructor first becomes an event emitter, where this sees the object and stops. */
function sessionPrototype(): ClientHttp2Session {
  const found: { prototype?: ClientHttp2Session } = {}
  const leave = new Error('agentguard looks at a session')
  const restore = replaceProperty(builtins.events as unknown as Initializing, 'init', (init) => {
    return function (this: object, ...args: unknown[]): unknown {
      if (!('request' in this)) return apply(init, this, args)
      found.prototype = Object.getPrototypeOf(this) as ClientHttp2Session
      throw leave
    }
  })
  try {
    builtins.http2.connect('http://probe.invalid', { createConnection: () => new builtins.stream.Duplex() }).destroy()
  } catch (error) {
    if (error !== leave) throw error
  } finally {
    restore()
  }
  if (!found.prototype) throw new Error(`agentguard cannot find the sessions of http2 on Node ${process.version}`)
  return found.prototype
}

interface Initializing {
  init(this: object, ...args: unknown[]): unknown
}
