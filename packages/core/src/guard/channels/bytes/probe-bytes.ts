import type { Probe } from '../../capabilities/channel.ts'
import { builtins } from '../../node/builtins.ts'
import { symbolOrKey } from '../../patch/native-handles.ts'
import { probeDestination } from '../connect/probe-destination.ts'

/** A write to a socket that says it is connected. It has a handle at once, and would connect one tick later, where it has ended. */
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
