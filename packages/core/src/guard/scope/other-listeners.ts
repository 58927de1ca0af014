import { type BoundAt, type BoundPath, type BoundPort, fileAt, isAlive } from './bound-at.ts'
import { covers } from './covers.ts'

/** How listeners are published to the other processes and threads of the run. */
export interface SharedListeners {
  publish(bound: BoundAt): void
  /** What the others published since the last call, in the order that all of them see. `undefined` for entries that do not count here. */
  read(): readonly (BoundAt | undefined)[]
}

/** What other processes and threads of the run listen on. */
export interface OtherListeners {
  join(shared: SharedListeners): void
  publish(bound: BoundAt): void
  /** Whether one listens at any of the addresses. */
  ownsPort(kind: 'tcp' | 'udp', addresses: readonly string[], port: number): boolean
  /** Whether one was ever published at a path. */
  havePaths(): boolean
  ownsPath(path: string): boolean
  /** How many were known at the last query here. */
  count(): number
  /** Whether one was published there after the first `seen`, even if it is closed by now. */
  becamePort(kind: 'tcp' | 'udp', address: string, port: number, seen: number): boolean
  becamePath(path: string, seen: number): boolean
  /** Whether one has bound the port and may listen there soon. */
  mayListenSoon(address: string, port: number): boolean
}

/** Creates an empty list, which stays empty until it joins the others. */
export function createOtherListeners(): OtherListeners {
  const known: (BoundAt | undefined)[] = []
  let shared: SharedListeners | undefined
  const refreshed = (): typeof known => {
    if (shared) known.push(...shared.read())
    return known
  }
  const some = (is: (bound: BoundAt) => boolean, seen = 0): boolean =>
    refreshed().some((bound, at) => bound !== undefined && at >= seen && is(bound))
  return {
    join: (given) => {
      shared ??= given
    },
    publish: (bound) => shared?.publish(bound),
    ownsPort: (kind, addresses, port) =>
      some((bound) => addresses.some((one) => listensAt(bound, kind, one, port)) && goesOn(bound)),
    havePaths: () => some(({ kind }) => kind === 'path'),
    ownsPath: (path) => some((bound) => isAt(bound, path) && bound.file === fileAt(path) && goesOn(bound)),
    count: () => known.length,
    becamePort: (kind, address, port, seen) => some((bound) => listensAt(bound, kind, address, port), seen),
    becamePath: (path, seen) => some((bound) => isAt(bound, path), seen),
    mayListenSoon: (address, port) => some((bound) => isBoundTo(bound, 'tcp', address, port) && goesOn(bound)),
  }
}

function listensAt(bound: BoundAt, kind: 'tcp' | 'udp', address: string, port: number): bound is BoundPort {
  return isBoundTo(bound, kind, address, port) && bound.isBoundOnly !== true
}

function isBoundTo(bound: BoundAt, kind: 'tcp' | 'udp', address: string, port: number): bound is BoundPort {
  return bound.kind === kind && bound.port === port && covers(bound, address)
}

function isAt(bound: BoundAt, path: string): bound is BoundPath {
  return bound.kind === 'path' && bound.path === path
}

function goesOn({ life }: BoundAt): boolean {
  return life === undefined || isAlive(life)
}
