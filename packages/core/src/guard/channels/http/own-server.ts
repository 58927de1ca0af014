import { isAddress, isLoopbackName, loopbackAddresses } from '../../../policy/attempt/address.ts'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { Listeners } from '../../capabilities/listeners.ts'

/** Whether a name of another machine leads to a port on which a server of the tests listens. */
export function mayBePinned({ ownsTcpAtAny }: Listeners, { host = '', port = 0 }: Attempt): boolean {
  return isAddress(host) === 0 && !isLoopbackName(host) && ownsTcpAtAny(loopbackAddresses, port)
}

/** Whether it is a server of the tests, which may use any name. */
export function isOwnServer({ ownsTcpAtAny }: Listeners, { host = '', port = 0 }: Attempt): boolean {
  return ownsTcpAtAny(isLoopbackName(host) ? loopbackAddresses : [host], port)
}
