import type { Place } from '../gateway/messages.ts'
import { type BoundAt, type BoundPort, isAlive } from '../scope/bound-at.ts'
import { createOwnListeners, type OwnListeners } from '../scope/own-listeners.ts'
import { appendLine } from '../spool/append-line.ts'
import { followFile } from '../spool/growing-file.ts'
import { readBound, writeLine } from '../spool/spool-line.ts'

/** The servers of a run outside of the namespace, as its processes tell of them. */
export interface OwnServers {
  readonly owns: OwnListeners['ownsTcp']
  /** Where they listen now. */
  places(): readonly Place[]
  /** Lets the processes of the run take what listens there for their own. */
  publish(bound: BoundPort): void
  isPublished(port: number): boolean
}

/** `isInside` says whether a process is in the namespace: programs reach its servers without us. */
export function followServers(path: string, isInside: (pid: number) => boolean): OwnServers {
  const file = followFile(path)
  const bound: BoundPort[] = []
  // A port may be another's later: a server is known by its socket.
  const own = new Map<string, BoundPort>()
  const listeners = createOwnListeners()
  const read = (): readonly BoundAt[] => {
    const fresh = file.read().lines.flatMap((text) => readBound(text) ?? [])
    bound.push(...fresh.filter((one) => isOutside(one)))
    return fresh.filter((one) => one.kind === 'tcp' && isOutside(one))
  }
  const isOutside = (one: BoundAt): one is BoundPort =>
    one.kind === 'tcp' && one.isBoundOnly !== true && !own.has(keyOf(one)) && !(one.life && isInside(one.life.pid))
  listeners.share({ publish: () => {}, read })
  return {
    owns: (address, port) => listeners.ownsTcp(address, port),
    places: () => {
      // Whoever reads what is new there hands it to the list here, too.
      listeners.ownsTcp('127.0.0.1', 0)
      return bound.filter(({ life }) => life === undefined || isAlive(life)).flatMap(placesOf)
    },
    publish: (one) => {
      own.set(keyOf(one), one)
      appendLine(path, writeLine(one))
    },
    isPublished: (port) => [...own.values()].some((one) => one.port === port && (!one.life || isAlive(one.life))),
  }
}

function keyOf({ address, port, life }: BoundPort): string {
  return [address, port, life?.pid, life?.inode].join(' ')
}

/** A server at all addresses of IPv6 is mostly there for IPv4 as well. */
function placesOf({ address, port, only6 }: BoundPort): readonly Place[] {
  const isBoth = address === '::' && only6 !== true
  return [{ address, port }, ...(isBoth ? [{ address: '0.0.0.0', port }] : [])]
}
