import type { Worker } from 'node:worker_threads'
import { types } from 'node:util'
import type { Needs } from '../../capabilities/channel.ts'
import { apply } from '../../node/originals.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { wrapCall } from '../../spool/thread-call.ts'

type Post = (this: object, message: unknown, ...rest: unknown[]) => void

/** The workers whose threads have the guard. */
export type GuardedThreads = WeakSet<object>

/**
 * Synchronous calls of a thread: the caller posts a message with shared memory, and waits there for the answer. What the thread
 * does until then belongs to the caller, and not to the scope that started the thread: jsdom, for example, uses one thread for all
 * synchronous requests.
 */
export function gateSynchronousCalls(
  { ownership, children }: Needs<'ownership' | 'children'>,
  prototype: Worker,
  threads: GuardedThreads,
): Restore {
  // Safe, since the types only differ in how they name the arguments.
  return replaceProperty(prototype as unknown as { postMessage: Post }, 'postMessage', (post) => {
    return function (this: object, message: unknown, ...rest: unknown[]): void {
      const equipment = threads.has(this) && hasSharedMemory(message) ? equip() : undefined
      const sent = equipment ? wrapCall({ invitation: equipment, message }) : message
      return apply(post, this, [sent, ...rest])
    }
  })

  function equip() {
    const attempt = { channel: 'worker', raw: 'a call of a thread' } as const
    const equipment = children.equip(attempt, ownership.begin(attempt))
    if (equipment === undefined) return undefined
    if ('error' in equipment) throw equipment.error
    const { ticket, stack, phase, began, candidates } = equipment
    return { ticket, stack, phase, ...(began !== undefined && { began }), ...(candidates && { candidates }) }
  }
}

/** In the message itself, or directly below. */
function hasSharedMemory(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false
  if (isShared(message)) return true
  // Bytes may be many, and each would be a value.
  return !ArrayBuffer.isView(message) && Object.values(message).some(isShared)
}

function isShared(value: unknown): boolean {
  return types.isSharedArrayBuffer(ArrayBuffer.isView(value) ? value.buffer : value)
}
