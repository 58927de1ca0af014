import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { TlsWrap } from '../../patch/native-bindings.ts'
import { nextTick } from '../../node/real-time.ts'

/** Keeps a TLS session from writing its first bytes in `start`. The error arrives like any TLS error. */
export function refuseTls(handle: TlsWrap, socket: Socket, error: EgressBlockedError): void {
  Object.defineProperty(handle, 'start', { value: () => {}, configurable: true })
  nextTick(() => socket.destroy(error))
}
