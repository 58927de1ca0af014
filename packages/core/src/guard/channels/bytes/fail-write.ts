import type { Socket } from 'node:net'
import { type EgressBlockedError, withoutStacks } from '../../../evidence/errors/egress-blocked-error.ts'
import { UV_EACCES } from '../../../evidence/errors/errno-error.ts'
import { streamState } from '../../patch/native-bindings.ts'
import { nextTick } from '../../node/real-time.ts'
import type { WriteRequest } from '../../patch/write-handle.ts'

/**
 * Fails a native write as the kernel fails one that it took: the outcome comes in a later turn, and is our error with that of the
 * system as its cause. Returns what the native function returns then.
 *
 * A handle without a socket gets the number of the error at once, and so does every one where Node hides how it is told of writes.
 */
export function failWrite(
  request: WriteRequest | null,
  socket: Socket | undefined,
  error: EgressBlockedError,
): number | WriteRequest {
  const state = streamState()
  if (!socket || !state) return UV_EACCES
  state.wrote(0)
  // From Node 26 on, the native function makes the request; before, it is given one.
  const made: WriteRequest = request ?? { writeStatus: null, error: undefined }
  nextTick(() => {
    const { callback } = made
    const explained = (reason: Error | null): void => {
      if (reason) error.cause = reason
      withoutStacks(() => (callback ? callback(reason && error) : socket.destroy(reason ? error : undefined)))
    }
    made.callback = explained
    made.oncomplete?.(UV_EACCES)
  })
  return request ? 0 : made
}
