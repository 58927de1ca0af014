import { once } from 'node:events'
import { createRequire } from 'node:module'
import net, { connect, createConnection } from 'node:net'
import tls, { connect as connectTls } from 'node:tls'
import { finished } from 'node:stream/promises'
import { type Door, type Outcome, outcomeOf, type Target } from './door.ts'
import { watchSocket } from './watch-socket.ts'

const require = createRequire(import.meta.url)
const required = require('node:net') as typeof net
// Taken before any guard is installed.
const captured = net.connect
const capturedMethod = net.Socket.prototype.connect
const capturedTls = tls.connect

class Subclass extends net.Socket {}

/** Ways to a TCP echo server. */
export const tcpDoors: readonly Door[] = [
  tcp('net.connect with a callback', ({ host, port }) => net.connect(port, host, () => {})),
  tcp('net.connect with options', ({ host, port }) => net.connect({ host, port })),
  tcp('net.connect with the port as text', ({ host, port }) =>
    net.connect({ host, port: `${port}` as unknown as number }),
  ),
  tcp('net.connect imported by name', ({ host, port }) => connect({ host, port })),
  tcp('net.createConnection imported by name', ({ host, port }) => createConnection({ host, port })),
  tcp('net.connect captured before the guard', ({ host, port }) => captured(port, host)),
  tcp('net.connect from require', ({ host, port }) => required.connect({ host, port })),
  {
    ...tcp('Socket.prototype.connect captured before the guard', ({ host, port }) => {
      return Reflect.apply(capturedMethod, new net.Socket(), [port, host]) as net.Socket
    }),
    blind: true,
  },
  tcp('new net.Socket', ({ host, port }) => new net.Socket().connect(port, host)),
  tcp('a subclass of net.Socket', ({ host, port }) => new Subclass().connect({ host, port })),
  tcp('net.connect without happy eyeballs', ({ host, port }) => net.connect({ host, port, autoSelectFamily: false })),
  tcp('net.connect with a timeout', ({ host, port }) => net.connect({ host, port, timeout: 60_000 })),
  tcp('net.connect with its own lookup', ({ host, port }) => {
    return net.connect({
      host,
      port,
      lookup: (_host, { all }, done) => (all ? done(null, [v4]) : done(null, v4.address, 4)),
    })
  }),
  {
    name: 'events.once on net.connect',
    server: 'tcp',
    shows: 'error',
    knock: ({ host, port }) =>
      outcomeOf(async () => {
        const socket = net.connect({ host, port })
        await once(socket, 'connect')
        socket.write('hello\n')
        await finished(socket.resume())
        return 'connected'
      }),
  },
  { name: 'a raw handle from process.binding', server: 'tcp', shows: 'nothing', numeric: true, knock: knockRaw },
]

/** Ways to a TLS echo server. */
export const tlsDoors: readonly Door[] = [
  overTls('tls.connect', ({ host, port }) => tls.connect({ host, port, rejectUnauthorized: false })),
  overTls('tls.connect with port and host', ({ host, port }) => tls.connect(port, host, { rejectUnauthorized: false })),
  overTls('tls.connect imported by name', ({ host, port }) => connectTls({ host, port, rejectUnauthorized: false })),
  overTls('tls.connect captured before the guard', ({ host, port }) =>
    capturedTls({ host, port, rejectUnauthorized: false }),
  ),
  overTls('tls.connect over a socket', ({ host, port }) => {
    return tls.connect({ socket: net.connect({ host, port }), rejectUnauthorized: false })
  }),
]

const v4 = { address: '127.0.0.1', family: 4 } as const

function tcp(name: string, open: (target: Target) => net.Socket): Door {
  return { name, server: 'tcp', shows: 'error', knock: (target) => watchSocket(open(target)) }
}

function overTls(name: string, open: (target: Target) => net.Socket): Door {
  return { name, server: 'tls', shows: 'error', knock: (target) => watchSocket(open(target)) }
}

interface RawTcp {
  connect(request: object, host: string, port: number): number
  connect6(request: object, host: string, port: number): number
  close(): void
}

function knockRaw({ host, port }: Target): Promise<Outcome> {
  const binding = Reflect.get(process, 'binding') as (name: string) => {
    readonly TCP: { new (type: number): RawTcp }
    readonly TCPConnectWrap: { new (): object }
  }
  const { TCP, TCPConnectWrap } = binding('tcp_wrap')
  const handle = new TCP(0)
  return new Promise((resolve) => {
    const request = Object.assign(new TCPConnectWrap(), {
      oncomplete: (status: number) => {
        handle.close()
        resolve({ events: [`completed with ${status}`] })
      },
    })
    const status = host.includes(':') ? handle.connect6(request, host, port) : handle.connect(request, host, port)
    if (status !== 0) resolve({ events: [`returned ${status}`] })
  })
}
