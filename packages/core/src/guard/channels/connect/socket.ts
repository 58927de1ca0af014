import type { Socket } from 'node:net'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty } from '../../node/replace-property.ts'
import { whenLoaded } from '../../node/when-loaded.ts'
import type { Channel, Judge, Operation } from '../../capabilities/channel.ts'
import { socketDestination, type SocketDestination } from './socket-destination.ts'

/**
 * Notes who asked for a connection, with stack and scope: at the native handle both are gone. It decides nothing, since
 * mocking libraries call on through here for requests that they answer themselves.
 */
export const socket: Channel = {
  name: 'socket',
  install: (judge) =>
    whenLoaded('net', () =>
      replaceProperty(
        builtins.net.Socket.prototype,
        'connect',
        (connect) =>
          function (this: Socket, ...args: unknown[]): Socket {
            const destination = socketDestination(args)
            if (!destination) return Reflect.apply(connect, this, args)
            const operation = operationFor(judge, destination)
            judge.attach(this, operation)
            return judge.run(operation, () => Reflect.apply(connect, this, args))
          },
      ),
    ),
}

function operationFor(judge: Judge, destination: SocketDestination): Operation {
  if ('unixPath' in destination) {
    const { unixPath } = destination
    return judge.current() ?? judge.begin({ channel: 'pipe', unixPath, raw: unixPath })
  }
  const { port } = destination
  const host = canonicalHost(destination.host)
  return (
    judge.expected(host, port) ??
    requestUnderway(judge) ??
    judge.begin({ channel: 'tcp', host, port, raw: `${destination.host}:${port}` })
  )
}

/** What the code further up began, or a request that an agent of another package is connecting for in a later turn. */
function requestUnderway(judge: Judge): Operation | undefined {
  const carried = judge.carried()
  return carried?.attempt.url ? carried : judge.current()
}
