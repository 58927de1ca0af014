import type { Place } from '../gateway/messages.ts'
import { type BoundAt, type BoundPort, isAlive } from '../scope/bound-at.ts'
import { createOwnListeners, type OwnListeners } from '../scope/own-listeners.ts'
import { appendLine } from '../spool/append-line.ts'
import { followFile } from '../spool/growing-file.ts'
import { readBound, writeLine } from '../spool/spool-line.ts'

/** The servers of a run outside the namespace, as its processes report them. */
export interface OwnServers {
  readonly owns: OwnListeners['ownsTcp']
  /** Where they listen now. */
  places(): readonly Place[]
  /** Publishes a port as an own server for the processes of the run. */
  publish(bound: BoundPort): void
  isPublished(port: number): boolean
}

/** `isInside` returns whether a process is in the namespace. Programs reach its servers directly. */
export function followServers(path: string, isInside: (pid: number) => boolean): OwnServers {
  const file = followFile(path)
  const bound: BoundPort[] = []
  // Another server may get the port later, so a server is identified by its socket.
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
      // This call reads what is new there, and passes it to the list here.
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

/** A server on all IPv6 addresses usually takes IPv4 too. */
function placesOf({ address, port, only6 }: BoundPort): readonly Place[] {
  const isBoth = address === '::' && only6 !== true
  return [{ address, port }, ...(isBoth ? [{ address: '0.0.0.0', port }] : [])]
}
