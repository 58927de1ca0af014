import dgram from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { certificate } from '../../core/test/flows/far/certificate.ts'
import { listenDns } from '../../core/test/flows/far/dns-server.ts'

/** What allowed operations reach, and a port without a listener. */
export interface Servers {
  readonly http: number
  /** Over HTTP too, for heads of up to 11 MB. */
  readonly large: number
  readonly https: number
  readonly http2: number
  readonly tcp: number
  readonly tls: number
  /** Takes what it is sent, and keeps the connection. */
  readonly sink: number
  readonly udp: number
  readonly dns: number
  readonly closed: number
  /** A unix socket, in a folder with nothing else in it. */
  readonly unix: string
  close(): void
}

/** Starts the servers in this process: a guarded child has to allow them like any other machine. */
export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-bench-'))
  const unix = join(folder, 'raw.sock')
  const web = http.createServer((_request, response) => response.end('ok'))
  const large = http.createServer({ maxHeaderSize: 11_000_000 }, (_request, response) => response.end('ok'))
  const secureWeb = https.createServer(certificate, (_request, response) => response.end('ok'))
  const web2 = http2.createServer((_request, response) => response.end('ok'))
  const raw = net.createServer(hangUp)
  const secure = tls.createServer(certificate, hangUp).on('tlsClientError', () => {})
  const sink = net.createServer({ pauseOnConnect: true }, readNowAndThen)
  const local = net.createServer(hangUp)
  const datagrams = dgram.createSocket('udp4').on('message', () => {})
  const gone = net.createServer()
  const servers = [web, large, secureWeb, web2, raw, secure, sink, gone]
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening')
  await once(local.listen(unix), 'listening')
  await new Promise<void>((done) => datagrams.bind(0, '127.0.0.1', done))
  const { dns } = await listenDns()
  const closed = portOf(gone)
  gone.close()
  return {
    http: portOf(web),
    large: portOf(large),
    https: portOf(secureWeb),
    http2: portOf(web2),
    tcp: portOf(raw),
    tls: portOf(secure),
    sink: portOf(sink),
    udp: datagrams.address().port,
    dns,
    closed,
    unix,
    close: () => {
      for (const server of [web, large, secureWeb]) server.closeAllConnections()
      for (const server of [web, large, secureWeb, web2, raw, secure, sink, local, datagrams]) server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Reads every five milliseconds, so that the cost of a write does not depend on whether it wakes the reader. */
function readNowAndThen(socket: net.Socket): void {
  const read = (): void => {
    socket.resume()
    // In the first turn it begins to read, and in the second it has read.
    setImmediate(() => setImmediate(() => socket.pause()))
  }
  const reading = setInterval(read, 5)
  socket
    .on('data', () => {})
    .on('error', () => {})
    .on('close', () => clearInterval(reading))
    .pause()
}

function hangUp(socket: net.Socket): void {
  socket
    .on('error', () => {})
    .resume()
    .end()
}

function portOf(server: net.Server): number {
  // It listens on a port, so it has one.
  return (server.address() as AddressInfo).port
}
