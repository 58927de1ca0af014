import type { Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'

/** Whether a connection leads to a server of the tests. */
export function isOwn(
  { own, address, port, unixPath }: Connection,
  { ownsTcp, ownsPath }: Needs<'listeners'>['listeners'],
): boolean {
  if (own !== undefined) return own
  return unixPath === undefined ? port !== undefined && ownsTcp(address ?? '', port) : ownsPath(unixPath)
}
