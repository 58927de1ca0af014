import type { Socket as DatagramSocket } from 'node:dgram'
import type { Server } from 'node:net'
import { builtins } from '../node/builtins.ts'
import { symbolOrKey } from '../patch/native-handles.ts'
import { isLoaded } from '../patch/when-loaded.ts'
import type { OwnListeners } from '../scope/own-listeners.ts'
import type { BoundHandle } from '../scope/own-ports.ts'
import { apply } from '../node/originals.ts'

/** Registers servers that were open before the guard as own servers. */
export function adoptServers(listeners: OwnListeners): void {
  const active: unknown = apply(Reflect.get(process, '_getActiveHandles') as () => unknown, process, [])
  for (const handle of Array.isArray(active) ? (active as unknown[]) : []) {
    if (isLoaded('net') && handle instanceof builtins.net.Server) adoptServer(listeners, handle)
    if (isLoaded('dgram') && handle instanceof builtins.dgram.Socket) adoptDatagrams(listeners, handle)
  }
}

function adoptServer(listeners: OwnListeners, server: Server): void {
  const native: unknown = Reflect.get(server, '_handle')
  const address = server.address()
  if (typeof native !== 'object' || native === null) return
  if (typeof address === 'string') listeners.addPath(address, native)
  else if (address && 'getsockname' in native) listeners.addTcp(native as BoundHandle)
}

function adoptDatagrams(listeners: OwnListeners, socket: DatagramSocket): void {
  const state = symbolOrKey(socket, 'state symbol')
  const native = typeof state === 'object' && state !== null ? symbolOrKey(state, 'handle') : undefined
  if (typeof native === 'object' && native !== null) listeners.addUdp(native as BoundHandle)
}
