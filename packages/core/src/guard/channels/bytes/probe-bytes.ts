import type { Probe } from '../../capabilities/channel.ts'
import { builtins } from '../../node/builtins.ts'
import { symbolOrKey } from '../../patch/native-handles.ts'
import { probeDestination } from '../connect/probe-destination.ts'

/** Writes to a socket that reports itself as connected. It has a handle at once, and is ended before it would connect, one tick later. */
export const bytesProbe: Probe = {
  module: 'net',
  channel: 'tcp',
  attempt: () => {
    const socket = builtins.net.connect({ ...probeDestination })
    const handle = symbolOrKey(
      socket.on('error', () => {}),
      '_handle',
    )
    if (typeof handle === 'object' && handle !== null) {
      const { host: address, port } = probeDestination
      Reflect.set(handle, 'getpeername', (out: object) => Object.assign(out, { address, port }) && 0)
      Object.assign(socket, { connecting: false })
      socket.write('agentguard')
    }
    socket.destroy()
  },
}
