import type { Socket } from 'node:net'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty } from '../../patch/replace-property.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { Ownership } from '../../capabilities/ownership.ts'
import { socketDestination, type SocketDestination } from './socket-destination.ts'
import { apply } from '../../node/originals.ts'

/**
 * Notes stack and scope of the code that connects, since both are gone at the native handle. It decides nothing:
 * mocking libraries also call this for requests that they answer themselves.
 */
export const socket: Channel = {
  name: 'socket',
  install: ({ carriers, ...needs }) =>
    whenLoaded('net', () =>
      replaceProperty(
        builtins.net.Socket.prototype,
        'connect',
        (connect) =>
          function (this: Socket, ...args: unknown[]): Socket {
            const destination = socketDestination(args)
            if (!destination) return apply(connect, this, args)
            const operation = operationFor(needs, destination)
            carriers.set(this, operation)
            return needs.ownership.run(operation, () => apply(connect, this, args))
          },
      ),
    ),
}

function operationFor(
  { ownership, handOver, unanswered }: Needs<'ownership' | 'handOver' | 'unanswered'>,
  destination: SocketDestination,
): Operation {
  if ('unixPath' in destination) {
    const { unixPath } = destination
    return ownership.current() ?? ownership.begin({ channel: 'pipe', unixPath, raw: unixPath })
  }
  const { port } = destination
  const host = canonicalHost(destination.host)
  return (
    handOver.take(host, port) ??
    requestUnderway(ownership) ??
    unanswered.take(host, port) ??
    ownership.begin({ channel: 'tcp', host, port, raw: `${destination.host}:${port}` })
  )
}

/** The operation that code further up began, or the request that another package's agent connects for in a later turn. */
function requestUnderway(ownership: Ownership): Operation | undefined {
  const carried = ownership.carried()
  return carried?.attempt.url ? carried : ownership.current()
}
