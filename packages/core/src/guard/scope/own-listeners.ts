import type { Moment } from './bound-at.ts'
import { createOtherListeners, type SharedListeners } from './other-listeners.ts'
import { createPaths } from './own-paths.ts'
import { type BoundHandle, createPorts } from './own-ports.ts'

/** The servers of this process, its workers and its guarded children: what listens here is not egress. */
export interface OwnListeners {
  /** `only6` where it takes connections for IPv6 alone. */
  addTcp(handle: BoundHandle, only6?: boolean): void
  /** Bound, and about to listen. */
  bindTcp(handle: BoundHandle): void
  addUdp(handle: BoundHandle, only6?: boolean): void
  addPath(path: string, handle: { readonly fd?: number }): void
  ownsTcp(address: string, port: number): boolean
  ownsUdp(address: string, port: number): boolean
  ownsPath(path: string): boolean
  /** Whether a TCP server of this process has listened there, be it closed by now. */
  hadTcp(address: string, port: number): boolean
  /** Whether a TCP server of the run has begun to listen there since a moment, be it closed by now. */
  becameTcp(address: string, port: number, since: Moment): boolean
  becamePath(path: string, since: Moment): boolean
  /** Whether another process or thread of the run has bound the port, and may be about to listen there. */
  mayListenSoon(address: string, port: number): boolean
  /** How many listeners of other processes and threads were known when one of the questions here was last answered. */
  seen(): number
  /** From here on, tells the others, starting with what is listening now, and learns from them. */
  share(shared: SharedListeners): void
}

/** Creates an empty registry. Handles are held weakly and asked when it matters, so closing one needs no hook. */
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
    ownsUdp: udp.owns,
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
