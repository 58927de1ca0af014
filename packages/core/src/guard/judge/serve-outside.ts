import { createServer, type Server, type Socket } from 'node:net'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import type { Place } from '../gateway/messages.ts'
import { lifeOf } from '../scope/bound-at.ts'
import type { OwnServers } from './own-servers.ts'

/** The servers of programs, as they appear on this machine's own loopback. */
export interface Outside {
  /** Serves exactly these places. Resolves when all that are free are open. */
  serve(places: readonly Place[]): Promise<void>
  served(): readonly number[]
  /** Ports that another process has. */
  readonly taken: ReadonlySet<number>
}

/** `dial` connects to a place in the namespace, for a connection from outside. */
export function serveOutside(servers: OwnServers, dial: (place: Place, socket: Socket) => void): Outside {
  const open = new Map<string, Server>()
  const taken = new Set<number>()
  const serve = async (places: readonly Place[]): Promise<void> => {
    const wanted = new Map(places.flatMap(loopbackOf).map((place) => [`${place.address} ${place.port}`, place]))
    for (const [key, server] of open) {
      if (wanted.has(key)) continue
      server.close()
      open.delete(key)
    }
    for (const port of taken) if (!places.some((place) => place.port === port)) taken.delete(port)
    const fresh = [...wanted].filter(([key]) => !open.has(key))
    await Promise.all(
      fresh.map(async ([key, place]) => {
        const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => dial(place, socket))
        if (!(await listen(server, place))) return taken.add(place.port)
        open.set(key, server)
        return servers.publish({ kind: 'tcp', ...place, life: lifeOfServer(server) })
      }),
    )
  }
  let last: Promise<void> = Promise.resolve()
  return {
    taken,
    served: () => [...open.keys()].map((key) => Number(key.split(' ')[1])),
    serve: async (places) => {
      // One after the other, since a port can only be closed once it is open.
      last = last.then(async () => serve(places))
      return last
    },
  }
}

/** A server on all addresses has each address of loopback. */
function loopbackOf({ address, port }: Place): readonly Place[] {
  const host = canonicalHost(address)
  if (host === '0.0.0.0') return [{ address: '127.0.0.1', port }]
  if (host === '::') return ['127.0.0.1', '::1'].map((one) => ({ address: one, port }))
  return host === '::1' || host.startsWith('127.') ? [{ address: host, port }] : []
}

async function listen(server: Server, { address, port }: Place): Promise<boolean> {
  return new Promise((done) => {
    server.on('error', () => done(false))
    server.listen({ host: address, port }, () => done(true))
  })
}

function lifeOfServer(server: Server): ReturnType<typeof lifeOf> {
  // The handle of a listening server. Node has no public name for it.
  const handle: unknown = Reflect.get(server, '_handle')
  return lifeOf(typeof handle === 'object' && handle !== null ? handle : server)
}
