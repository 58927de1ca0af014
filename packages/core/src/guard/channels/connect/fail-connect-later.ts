import type { Socket } from 'node:net'
import { type EgressBlockedError, withoutStacks } from '../../../evidence/errors/egress-blocked-error.ts'
import { UV_EACCES } from '../../../evidence/errors/errno-error.ts'
import type { ConnectRequest } from '../../patch/native-handles.ts'
import { queueTask } from '../../node/real-time.ts'
import { apply } from '../../node/originals.ts'
import { markConnecting } from './busy-handle.ts'

/**
 * Fails a native connect as the kernel would: the call succeeds, and the outcome comes in a later turn.
 *
 * A synchronous error would reach a pipe before http listens for it; this way a blocked connection emits the very event
 * sequence of a refused one.
 */
export function failConnectLater(
  handle: object,
  request: ConnectRequest,
  socket: Socket | undefined,
  error: EgressBlockedError,
): number {
  markConnecting(handle)
  if (socket) explainDestroy(socket, error)
  queueTask(() => request.oncomplete(UV_EACCES, handle, request, true, true))
  return 0
}

/** Node makes the errno error itself: put ours before it on the way to `destroy`, with the errno error as its cause. */
function explainDestroy(socket: Socket, error: EgressBlockedError): void {
  const before = Object.getOwnPropertyDescriptor(socket, 'destroy')
  const destroy = socket.destroy
  socket.destroy = function (this: Socket, reason?: Error) {
    if (before) Object.defineProperty(socket, 'destroy', before)
    else Reflect.deleteProperty(socket, 'destroy')
    if (!isRefusal(reason)) return apply(destroy, this, [reason])
    error.cause = reason
    return withoutStacks(() => apply(destroy, this, [error]))
  }
}

function isRefusal(reason: unknown): boolean {
  if (typeof reason !== 'object' || reason === null) return false
  if (Reflect.get(reason, 'code') === 'EACCES') return true
  const errors: unknown = Reflect.get(reason, 'errors')
  return Array.isArray(errors) && errors.some(isRefusal)
}
