import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Two servers that no test has started: one that policies allow, and one that nobody may reach. */
export interface Servers {
  readonly allowedUrl: string
  readonly refusedUrl: string
  /** How many connections have reached the second one since the last call. */
  takeBreaches(): number
  stop(): void
}

export async function startServers(): Promise<Servers> {
  const allowed = createServer((_request, response) => response.end('sunny'))
  const refused = createServer((_request, response) => response.end())
  let breaches = 0
  refused.on('connection', () => breaches++)
  const [allowedUrl, refusedUrl] = [await listen(allowed), await listen(refused)]
  return {
    allowedUrl,
    refusedUrl,
    takeBreaches: () => {
      const taken = breaches
      breaches = 0
      return taken
    },
    stop: () => {
      for (const server of [allowed, refused]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A server that listens on a port has an address with one.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
