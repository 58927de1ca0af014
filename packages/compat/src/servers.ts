import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Servers that no test has started: one that policies allow, one that a test allows itself, and one that no code may reach. */
export interface Servers {
  readonly allowedUrl: string
  readonly widenedUrl: string
  readonly refusedUrl: string
  /** How many connections have reached the last one since the last call. */
  takeBreaches(): number
  stop(): void
}

export async function startServers(): Promise<Servers> {
  const [allowed, widened] = [createServer(answer), createServer(answer)]
  const refused = createServer((_request, response) => response.end())
  let breaches = 0
  refused.on('connection', () => breaches++)
  return {
    allowedUrl: await listen(allowed),
    widenedUrl: await listen(widened),
    refusedUrl: await listen(refused),
    takeBreaches: () => {
      const taken = breaches
      breaches = 0
      return taken
    },
    stop: () => {
      for (const server of [allowed, widened, refused]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

const answer: RequestListener = (_request, response) => void response.end('sunny')

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A server that listens on a port has an address with one.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
