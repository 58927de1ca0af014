import { isAddress, isLoopbackName } from '../../../policy/attempt/address.ts'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { Listeners } from '../../capabilities/listeners.ts'

/** Whether a name of another machine leads to a port on which a server of the tests listens. */
export function mayBePinned({ ownsTcp }: Listeners, { host = '', port = 0 }: Attempt): boolean {
  return isAddress(host) === 0 && !isLoopbackName(host) && (ownsTcp('127.0.0.1', port) || ownsTcp('::1', port))
}

/** Whether it is a server of the tests, which may use any name. */
export function isOwnServer({ ownsTcp }: Listeners, { host = '', port = 0 }: Attempt): boolean {
  return isLoopbackName(host) ? ownsTcp('127.0.0.1', port) || ownsTcp('::1', port) : ownsTcp(host, port)
}
