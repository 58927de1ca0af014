import type { Socket } from 'node:dgram'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { builtins } from '../../node/builtins.ts'
import { symbolOrKey } from '../../patch/native-handles.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import type { Ownership } from '../../capabilities/ownership.ts'
import { apply } from '../../node/originals.ts'

/**
 * Notes the caller. Its stack is gone at the handle, and a socket that is not bound yet queues calls and makes them in
 * the context that bound it.
 */
export function keepDatagramCaller(ownership: Ownership, key: 'send' | 'connect'): Restore {
  return replaceProperty(builtins.dgram.Socket.prototype, key, (method: (...args: never[]) => void) => {
    return function (this: Socket, ...args: unknown[]): void {
      const operation = ownership.current() ?? ownership.begin(attemptOf(key, args))
      const state = stateOf(this)
      const before = state?.queue?.length ?? 0
      ownership.carry(operation, () => apply(method, this, args))
      const queue = state?.queue
      const last = queue && queue.length > before ? queue.at(-1) : undefined
      if (queue && last) queue[queue.length - 1] = () => ownership.carry(operation, last)
    }
  })
}

/**
 * `connect` takes (port, address). `send` takes (message, port, address) or (message, offset, length, port, address),
 * and on a connected socket neither port nor address.
 */
function attemptOf(key: 'send' | 'connect', args: readonly unknown[]): Attempt {
  const portAt = key === 'connect' ? 0 : typeof args[2] === 'number' ? 3 : 1
  const port = Number(args[portAt])
  const address = args[portAt + 1]
  const raw = typeof address === 'string' && address !== '' ? address : '127.0.0.1'
  return { channel: 'udp', host: canonicalHost(raw), port: Number.isInteger(port) ? port : undefined, raw }
}

/** Node's state of a datagram socket, kept for its whole life. `queue` holds the calls that wait for it to be bound. */
interface SocketState {
  readonly queue?: (() => void)[] | undefined
}

function stateOf(socket: Socket): SocketState | undefined {
  const state = symbolOrKey(socket, 'state symbol')
  return typeof state === 'object' && state !== null ? state : undefined
}
