import { isAddress, isLoopbackName } from '../../../policy/attempt/address.ts'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { Listeners } from '../../capabilities/listeners.ts'

/** Whether a name that is not this machine's leads to a port on which a server of the tests listens. */
export function mayBePinned({ ownsTcp }: Listeners, { host = '', port = 0 }: Attempt): boolean {
  return isAddress(host) === 0 && !isLoopbackName(host) && (ownsTcp('127.0.0.1', port) || ownsTcp('::1', port))
}

/** What a server of the tests does with a name is its own affair. */
export function isOwnServer({ ownsTcp }: Listeners, { host = '', port = 0 }: Attempt): boolean {
  return isLoopbackName(host) ? ownsTcp('127.0.0.1', port) || ownsTcp('::1', port) : ownsTcp(host, port)
}
