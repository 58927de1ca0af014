import type { Socket } from 'node:net'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import { createHiddenProperty } from '../../../objects/hidden-property.ts'
import { symbolOrKey } from '../../patch/native-handles.ts'
import { apply } from '../../node/originals.ts'
import { bottomOf } from '../connect/base-handle.ts'
import { connectionOf } from '../connect/connection-of.ts'
import { createRequestReader, type RequestReader } from './request-reader.ts'
import type { SentRequest } from './sent-request.ts'

/** Where the bytes of a native stream go. */
export interface Link {
  /** Undefined for a connection that another process opened to this one, and for pipes of this process. */
  readonly connection: Connection | undefined
  /** Set while HTTP or SOCKS may be written on it by hand. Unset for servers of the tests, whose own connections are judged. */
  reader?: RequestReader | undefined
  /** The last request of a client that was followed on it. */
  sent?: SentRequest
}

/** Finds the link of a native handle, once for each handle. */
export interface Links {
  /** Undefined while the link cannot be known. */
  of(handle: object): Link | undefined
  ofSocket(socket: Socket): Link | undefined
  /** Notes what the handle of a wrapped stream writes to. */
  join(wrapped: object, link: Link): void
}

/** Creates an empty list. */
export function createLinks({ connections, listeners }: Needs<'connections' | 'listeners'>): Links {
  const known = createHiddenProperty<Link>()
  const find = (handle: object): Link | undefined => {
    const base = bottomOf(handle)
    if (!base) return undefined
    const remembered = connections.get(base)
    if (remembered) return linkTo(remembered)
    // A wrapped stream shows where it leads when it writes, and an unconnected socket when it is connected.
    if ('onwrite' in base) return undefined
    const owner = symbolOrKey(base, 'owner_symbol') ?? symbolOrKey(handle, 'owner_symbol')
    if (isAccepted(base, owner, listeners)) return { connection: undefined }
    const connection = connectionOf(connections, isObject(owner) ? owner : { _handle: base })
    if (connection) return linkTo(connection)
    // The rest is a pipe that this process got from another one.
    return !('getpeername' in base) && Number(Reflect.get(base, 'fd')) >= 0 ? { connection: undefined } : undefined
  }
  const learn = (handle: object): Link | undefined => {
    const found = find(handle)
    if (found) known.set(handle, found)
    return found
  }
  const of = (handle: object): Link | undefined => known.get(handle) ?? learn(handle)
  return {
    of,
    ofSocket: (socket) => {
      const handle = symbolOrKey(socket, '_handle')
      return isObject(handle) ? of(handle) : undefined
    },
    join: (wrapped, { connection }) => {
      if (connection && !connections.get(wrapped)) connections.set(wrapped, connection)
    },
  }
}

function linkTo(connection: Connection): Link {
  return { connection, reader: connection.own ? undefined : createRequestReader() }
}

/** Whether a server accepted it: Node notes that on the socket, and the local port is that of a listener. */
function isAccepted(base: object, owner: unknown, { ownsTcp }: Needs<'listeners'>['listeners']): boolean {
  if (isObject(owner) && isObject(Reflect.get(owner, 'server'))) return true
  const getsockname: unknown = Reflect.get(base, 'getsockname')
  if (typeof getsockname !== 'function') return false
  const here: { address?: string; port?: number } = {}
  if (apply(getsockname, base, [here]) !== 0 || here.address === undefined || !here.port) return false
  return ownsTcp(canonicalHost(here.address), here.port)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
