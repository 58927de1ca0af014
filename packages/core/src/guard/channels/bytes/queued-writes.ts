import type { Socket } from 'node:net'
import { builtins } from '../../node/builtins.ts'
import { createHiddenProperty } from '../../../objects/hidden-property.ts'
import { apply } from '../../node/originals.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Operation } from '../../capabilities/operation.ts'

/** Writes that a socket queues until it is connected or less busy. They leave in the context of other code. */
export interface QueuedWrites {
  /** The operations that queued writes on this socket since the last call. */
  take(socket: Socket | undefined): readonly Operation[]
  /** How many may be waiting on all sockets together. */
  count(): number
  readonly restore: Restore
}

/**
 * Notes the caller of each write that has to wait.
 *
 * @param begin begins the operation of a waiting write, or returns nothing where it needs no judgement
 */
export function watchQueuedWrites(begin: (socket: Socket) => Operation | undefined): QueuedWrites {
  const queues = createHiddenProperty<readonly Operation[]>()
  let count = 0
  const note = (socket: Socket): void => {
    if (!socket.connecting && socket.writableLength === 0 && socket.writableCorked === 0) return
    const operation = begin(socket)
    if (!operation) return
    queues.set(socket, [...(queues.get(socket) ?? []), operation])
    count += 1
  }
  const install = (): Restore => {
    const prototype = builtins.net.Socket.prototype as unknown as Record<'write' | 'end', Write>
    return restoreAll([replaceProperty(prototype, 'write', noting), replaceProperty(prototype, 'end', noting)])
  }
  const noting = (write: Write): Write =>
    function (this: Socket, chunk, encoding, callback) {
      if (chunk !== undefined && typeof chunk !== 'function') note(this)
      return apply(write, this, [chunk, encoding, callback])
    }
  return {
    take: (socket) => {
      const queue = (socket && queues.get(socket)) ?? none
      if (socket && queue.length > 0) queues.set(socket, none)
      count -= queue.length
      return queue
    },
    count: () => count,
    restore: whenLoaded('net', install),
  }
}

const none: readonly Operation[] = []

/** `write` and `end` take the same arguments. Node's types distinguish their forms. */
type Write = (this: Socket, chunk: unknown, encoding: unknown, callback: unknown) => unknown
