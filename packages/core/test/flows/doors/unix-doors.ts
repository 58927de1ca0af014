import http from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { type Outcome, outcomeOf } from './door.ts'
import { undicis } from './undici-doors.ts'

/** A client that speaks HTTP to a unix socket. */
export interface UnixDoor {
  readonly name: string
  readonly shows: 'error' | 'nothing'
  knock(path: string): Promise<Outcome>
}

// Taken before any guard is installed.
const captured = net.connect

/** Ways to an HTTP server on a unix socket. */
export const unixDoors: readonly UnixDoor[] = [
  raw('net.connect with a path', (path) => net.connect(path)),
  raw('net.connect with options', (path) => net.connect({ path })),
  raw('net.connect captured before the guard', (path) => captured(path)),
  raw('new net.Socket', (path) => new net.Socket().connect({ path })),
  { name: 'http.request', shows: 'error', knock: (socketPath) => outcomeOf(() => get(socketPath, false)) },
  { name: 'http.request by an agent', shows: 'error', knock: (path) => outcomeOf(() => get(path, new http.Agent())) },
  ...Object.entries(undicis).map(([name, { Client }]): UnixDoor => ({
    name: `a Client of ${name}`,
    shows: 'error',
    knock: (socketPath) =>
      outcomeOf(async () => {
        const client = new Client('http://docker', { socketPath })
        try {
          const { statusCode, body } = await client.request({ method: 'GET', path: '/path' })
          return { statusCode, body: await body.text() }
        } finally {
          await client.destroy()
        }
      }),
  })),
  { name: 'a raw handle from process.binding', shows: 'nothing', knock: knockRaw },
]

function raw(name: string, open: (path: string) => net.Socket): UnixDoor {
  const knock = (path: string): Promise<Outcome> =>
    outcomeOf(() => text(open(path).end('GET /path HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n')))
  return { name, shows: 'error', knock }
}

function get(socketPath: string, agent: http.Agent | false): Promise<string> {
  return new Promise((resolve, reject) => {
    http.get({ socketPath, path: '/path', agent }, (response) => void text(response).then(resolve)).on('error', reject)
  })
}

interface RawPipe {
  connect(request: object, path: string): unknown
  close(): void
}

function knockRaw(path: string): Promise<Outcome> {
  const binding = Reflect.get(process, 'binding') as (name: string) => {
    readonly Pipe: { new (type: number): RawPipe }
    readonly PipeConnectWrap: { new (): object }
  }
  const { Pipe, PipeConnectWrap } = binding('pipe_wrap')
  const handle = new Pipe(0)
  return new Promise((resolve) => {
    const oncomplete = (status: number): void => {
      handle.close()
      resolve({ events: [`completed with ${status}`] })
    }
    handle.connect(Object.assign(new PipeConnectWrap(), { oncomplete }), path)
  })
}
