import type { Socket } from 'node:net'
import { type EgressBlockedError, markBlocked, refusalOf } from '../../../evidence/errors/egress-blocked-error.ts'
import { UV_EACCES } from '../../../evidence/errors/errno-error.ts'
import { withoutStacks } from '../../../evidence/errors/lazy-texts.ts'
import { numberOf } from '../../../evidence/errors/refusal.ts'
import type { ConnectRequest } from '../../patch/native-handles.ts'
import { queueTask } from '../../node/real-time.ts'
import { apply } from '../../node/originals.ts'
import { markConnecting } from './busy-handle.ts'

/**
 * Fails a native connect as the kernel does: the call succeeds, and the outcome arrives in a later turn.
 *
 * A synchronous error would reach a pipe before `http` has added its listener. This way a blocked connection emits the
 * events of a refused one. Where nothing listens, the error is also that of a refused one, since code may be waiting
 * for its own server.
 */
export function failConnectLater(
  handle: object,
  request: ConnectRequest,
  socket: Socket | undefined,
  error: EgressBlockedError,
): number {
  markConnecting(handle)
  if (socket) explainDestroy(socket, error)
  const refusal = refusalOf(error)
  const status = refusal === undefined ? UV_EACCES : numberOf(refusal)
  queueTask(() => request.oncomplete(status, handle, request, true, true))
  return 0
}

/** Node creates the errno error itself. On its way to `destroy` this replaces it with ours, which has it as its cause. */
function explainDestroy(socket: Socket, error: EgressBlockedError): void {
  const before = Object.getOwnPropertyDescriptor(socket, 'destroy')
  const destroy = socket.destroy
  socket.destroy = function (this: Socket, reason?: Error) {
    if (before) Object.defineProperty(socket, 'destroy', before)
    else Reflect.deleteProperty(socket, 'destroy')
    const refusal = refusalOf(error)
    if (!isRefusal(reason, refusal ?? 'EACCES')) return apply(destroy, this, [reason])
    if (refusal !== undefined) return apply(destroy, this, [markAll(reason, error)])
    error.cause = reason
    return withoutStacks(() => apply(destroy, this, [error]))
  }
}

function markAll(reason: object, blocked: EgressBlockedError): object {
  const errors: unknown = Reflect.get(reason, 'errors')
  const evidence = (): EgressBlockedError['evidence'] => blocked.evidence
  for (const error of Array.isArray(errors) ? errors : []) markBlocked(Object(error), { evidence })
  return markBlocked(reason, { evidence })
}

function isRefusal(reason: unknown, code: string): reason is object {
  if (typeof reason !== 'object' || reason === null) return false
  if (Reflect.get(reason, 'code') === code) return true
  const errors: unknown = Reflect.get(reason, 'errors')
  return Array.isArray(errors) && errors.some((error) => isRefusal(error, code))
}
