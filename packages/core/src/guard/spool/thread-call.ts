import { builtins } from '../node/builtins.ts'
import { apply } from '../node/originals.ts'
import { replaceProperty } from '../patch/replace-property.ts'
import { isLoaded } from '../patch/when-loaded.ts'
import type { Invitation } from './invitation.ts'

/** A message to a thread, with the scope that waits for the answer. */
export interface ThreadCall {
  readonly invitation: Invitation
  readonly message: unknown
}

const key = 'agentguard.call'

/** Puts the scope that posts a message in front of it. Its thread unwraps it. */
export function wrapCall(call: ThreadCall): object {
  return { [key]: call }
}

function unwrapCall(message: unknown): ThreadCall | undefined {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, key)) return undefined
  // Only `wrapCall` sets this key.
  return Reflect.get(message, key) as ThreadCall
}

/** The method by which Node passes a message to the listeners of a port. */
const dispatchKey = Symbol.for('nodejs.internal.kHybridDispatch')

type Dispatch = (data: unknown, ...rest: unknown[]) => unknown

/** In a thread: calls `enter` before each message of a scope that waits for the answer. The program sees the plain message. */
export function receiveCalls(enter: (invitation: Invitation) => void): void {
  // In a thread, the module is loaded before the guard.
  if (!isLoaded('worker_threads')) return
  const { workerThreads, module } = builtins
  const { parentPort } = workerThreads
  if (!parentPort) return
  const plain = (message: unknown): unknown => {
    const call = unwrapCall(message)
    if (call === undefined) return message
    enter(call.invitation)
    return call.message
  }
  const dispatch = Reflect.get(parentPort, dispatchKey) as Dispatch
  Object.defineProperty(parentPort, dispatchKey, {
    value(this: object, data: unknown, ...rest: unknown[]) {
      return apply(dispatch, this, [plain(data), ...rest])
    },
    configurable: true,
  })
  replaceProperty(workerThreads, 'receiveMessageOnPort', (receive) => (port) => {
    const received = receive(port)
    return received && { ...received, message: plain(received.message) }
  })
  module.syncBuiltinESMExports()
}
