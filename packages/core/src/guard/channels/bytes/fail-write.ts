import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { withoutStacks } from '../../../evidence/errors/lazy-texts.ts'
import { UV_EACCES } from '../../../evidence/errors/errno-error.ts'
import { streamState } from '../../patch/native-bindings.ts'
import { nextTick } from '../../node/real-time.ts'
import type { WriteRequest } from '../../patch/write-handle.ts'

/**
 * Fails a native write as the kernel fails an accepted one: the outcome arrives in a later turn. It is our error, with
 * the system's error as its cause. Returns what the native function would return.
 *
 * A handle without a socket gets the error number at once, and so does every handle where Node hides how writes are
 * reported.
 */
export function failWrite(
  request: WriteRequest | null,
  socket: Socket | undefined,
  error: EgressBlockedError,
): number | WriteRequest {
  const state = streamState()
  if (!socket || !state) return UV_EACCES
  state.wrote(0)
  // From Node 26 on, the native function creates the request. Before, it receives one.
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
