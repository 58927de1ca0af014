import type { Moment } from './bound-at.ts'
import { createOtherListeners, type SharedListeners } from './other-listeners.ts'
import { createPaths } from './own-paths.ts'
import { type BoundHandle, createPorts } from './own-ports.ts'

/** The servers of this process, its workers and its guarded children. Connections to them are not egress. */
export interface OwnListeners {
  /** `only6` where it takes only IPv6 connections. */
  addTcp(handle: BoundHandle, only6?: boolean): void
  /** Bound, and about to listen. */
  bindTcp(handle: BoundHandle): void
  addUdp(handle: BoundHandle, only6?: boolean): void
  addPath(path: string, handle: { readonly fd?: number }): void
  ownsTcp(address: string, port: number): boolean
  ownsTcpAtAny(addresses: readonly string[], port: number): boolean
  ownsUdp(address: string, port: number): boolean
  ownsUdpAtAny(addresses: readonly string[], port: number): boolean
  ownsPath(path: string): boolean
  /** Whether a TCP server of this process has listened there, even if it is closed by now. */
  hadTcp(address: string, port: number): boolean
  /** Whether a TCP server of the run has begun to listen there since a moment, even if it is closed by now. */
  becameTcp(address: string, port: number, since: Moment): boolean
  becamePath(path: string, since: Moment): boolean
  /** Whether another process or thread of the run has bound the port and may listen there soon. */
  mayListenSoon(address: string, port: number): boolean
  /** How many listeners of other processes and threads were known at the last query here. */
  seen(): number
  /** Publishes what is listening now and from here on, and reads what others publish. */
  share(shared: SharedListeners): void
}

/** Creates an empty registry. Handles are held weakly and queried on demand, so closing one needs no hook. */
export function createOwnListeners(): OwnListeners {
  const others = createOtherListeners()
  const tcp = createPorts('tcp', others)
  const udp = createPorts('udp', others)
  const paths = createPaths(others)
  return {
    addTcp: tcp.add,
    bindTcp: tcp.bind,
    addUdp: udp.add,
    addPath: paths.add,
    ownsTcp: tcp.owns,
    ownsTcpAtAny: tcp.ownsAny,
    ownsUdp: udp.owns,
    ownsUdpAtAny: udp.ownsAny,
    ownsPath: paths.owns,
    hadTcp: tcp.had,
    becameTcp: tcp.became,
    becamePath: paths.became,
    mayListenSoon: others.mayListenSoon,
    seen: others.count,
    share: (shared) => {
      others.join(shared)
      for (const bound of [...tcp.list(), ...udp.list(), ...paths.list()]) others.publish(bound)
    },
  }
}
