import { execFile } from 'node:child_process'
import { createServer, isIP, type Server, type Socket } from 'node:net'
import type { Place, Target } from '../gateway/messages.ts'

/** The places in the namespace where the agent takes connections, to hand them out. */
export interface Doors {
  /** Opens a door for good: connections to it are judged one by one. */
  open(place: Place): Promise<void>
  /** The doors that are open beside those: others that this opened before are closed. */
  set(places: readonly Place[]): Promise<void>
  isOpen(place: Place): boolean
}

/** `arrived` gets each connection before anything of it is read. */
export function createDoors(ip: string, arrived: (socket: Socket, target: Target) => void): Doors {
  const open = new Map<string, Promise<Server | undefined>>()
  const own = new Set<string>()
  const add = async (place: Place): Promise<void> => {
    const key = keyOf(place)
    const server = open.get(key) ?? openDoor(ip, place, arrived)
    open.set(key, server)
    // What a program has taken before is that program's.
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
  const needsRoute = isSix && address !== '::'
  if (needsRoute) await changeRoute(ip, 'add', place)
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    arrived(socket, { address: plain(socket.localAddress ?? address), port })
  })
  if (needsRoute) server.on('close', () => void changeRoute(ip, 'del', place))
  return new Promise((done) => {
    server.once('error', () => {
      done(undefined)
      if (needsRoute) void changeRoute(ip, 'del', place)
    })
    server.listen({ host: address, port, ipv6Only: isSix, backlog: 511 }, () => done(server))
  })
}

/** By IPv6, only what is on a route to this machine reaches a listener; a port of loopback may be watched by a rule that comes after this. */
async function changeRoute(ip: string, verb: 'add' | 'del', { address, port }: Place): Promise<void> {
  const to = ['to', address, 'ipproto', 'tcp', 'dport', String(port)]
  await new Promise<void>((done) => {
    execFile(ip, ['-6', 'rule', verb, 'pref', '8', ...to, 'lookup', 'local'], () => done())
  })
}

/** Without the form in which a socket for both versions shows an address of IPv4. */
export function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '')
}
