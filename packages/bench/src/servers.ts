import dgram from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'

/** What allowed operations reach, and a port where nobody listens. */
export interface Servers {
  readonly http: number
  readonly tcp: number
  readonly udp: number
  readonly closed: number
  close(): void
}

/** Starts the servers in this process: a guarded child has to allow them like any other machine. */
export async function startServers(): Promise<Servers> {
  const web = http.createServer((_request, response) => response.end('ok'))
  const raw = net.createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end(),
  )
  const datagrams = dgram.createSocket('udp4').on('message', () => {})
  const gone = net.createServer()
  for (const server of [web, raw, gone]) await once(server.listen(0, '127.0.0.1'), 'listening')
  await new Promise<void>((done) => datagrams.bind(0, '127.0.0.1', done))
  const closed = portOf(gone.address())
  gone.close()
  return {
    http: portOf(web.address()),
    tcp: portOf(raw.address()),
    udp: datagrams.address().port,
    closed,
    close: () => {
      web.closeAllConnections()
      for (const server of [web, raw, datagrams]) server.close()
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('A server on a port has a port')
  return address.port
}
