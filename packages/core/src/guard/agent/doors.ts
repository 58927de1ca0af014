import { createServer, isIP, type Server, type Socket } from 'node:net'
import type { Place, Target } from '../gateway/messages.ts'
import { changeLocalRoute } from './local-route.ts'

/** The listeners in the namespace where the agent accepts connections, to pass them on. */
export interface Doors {
  /** Opens a door for good. Connections to it are judged one by one. */
  open(place: Place): Promise<void>
  /** Sets the other doors. Those that an earlier call opened and that are missing now are closed. */
  set(places: readonly Place[]): Promise<void>
  isOpen(place: Place): boolean
}

/** `arrived` gets each connection before anything is read from it. */
export function createDoors(ip: string, arrived: (socket: Socket, target: Target) => void): Doors {
  const open = new Map<string, Promise<Server | undefined>>()
  const own = new Set<string>()
  const add = async (place: Place): Promise<void> => {
    const key = keyOf(place)
    const server = open.get(key) ?? openDoor(ip, place, arrived)
    open.set(key, server)
    // A program already listens there, and keeps its port.
    if ((await server) === undefined) open.delete(key)
  }
  return {
    open: add,
    set: async (places) => {
      const wanted = new Set(places.map(keyOf))
      for (const key of own) {
        if (wanted.has(key)) continue
        own.delete(key)
        void open.get(key)?.then((server) => server?.close())
        open.delete(key)
      }
      const fresh = places.filter((place) => !open.has(keyOf(place)))
      for (const place of fresh) own.add(keyOf(place))
      await Promise.all(fresh.map(add))
    },
    isOpen: (place) => open.has(keyOf(place)),
  }
}

function keyOf({ address, port }: Place): string {
  return `${address} ${port}`
}

async function openDoor(
  ip: string,
  place: Place,
  arrived: Parameters<typeof createDoors>[1],
): Promise<Server | undefined> {
  const { address, port } = place
  const isSix = isIP(address) === 6
  // IPv6 delivers to a listener only on a local route.
  const needsRoute = isSix && address !== '::'
  if (needsRoute) await changeLocalRoute(ip, 'add', place)
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    arrived(socket, { address: plain(socket.localAddress ?? address), port })
  })
  if (needsRoute) server.on('close', () => void changeLocalRoute(ip, 'del', place))
  return new Promise((done) => {
    server.once('error', () => {
      done(undefined)
      if (needsRoute) void changeLocalRoute(ip, 'del', place)
    })
    server.listen({ host: address, port, ipv6Only: isSix, backlog: 511 }, () => done(server))
  })
}

/** An address without the prefix that a dual-stack socket adds to an IPv4 address. */
export function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '')
}
