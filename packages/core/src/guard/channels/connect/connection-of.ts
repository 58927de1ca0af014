import { baseHandle } from './base-handle.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { Connection, Connections } from '../../capabilities/connections.ts'
import { apply } from '../../node/originals.ts'

/**
 * What a socket is connected to, as the gate remembers it. For one that was open before the guard, the system is asked.
 *
 * Undefined for a socket that is not connected, such as those of mocking libraries. `unixPath` is the path that the
 * caller expects of a unix socket, since the system does not expose it.
 */
export function connectionOf(connections: Connections, socket: object, unixPath?: string): Connection | undefined {
  const handle = baseHandle(socket)
  if (!handle) return undefined
  const known = connections.get(handle)
  if (known) return known
  const found = unixPath === undefined ? peerOf(handle, socket) : pipeOf(handle, unixPath)
  if (found) connections.set(handle, found)
  return found
}

function peerOf(handle: object, socket: object): Connection | undefined {
  const getpeername: unknown = Reflect.get(handle, 'getpeername')
  // An accepted socket belongs to a server, which sends no client requests.
  if (typeof getpeername !== 'function' || Reflect.get(socket, 'server')) return undefined
  const peer: { address?: string; port?: number } = {}
  if (apply(getpeername, handle, [peer]) !== 0 || peer.address === undefined) return undefined
  const address = canonicalHost(peer.address)
  const asked: unknown = Reflect.get(socket, '_host')
  const host = typeof asked === 'string' && asked !== '' ? canonicalHost(asked) : address
  return { host, port: peer.port, address, unixPath: undefined, passed: [] }
}

function pipeOf(handle: object, unixPath: string): Connection | undefined {
  const connected = handle.constructor.name === 'Pipe' && Number(Reflect.get(handle, 'fd')) >= 0
  return connected ? { host: '', port: undefined, address: undefined, unixPath } : undefined
}
