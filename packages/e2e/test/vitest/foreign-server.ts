import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in its own process: to a test it is foreign, although it listens on loopback. */
export interface ForeignServer {
  readonly url: string
  /** Paths that were requested since the last call. */
  takePaths(): Promise<readonly string[]>
  /** How many connections were made since the last call, without those of these calls. */
  takeConnections(): Promise<number>
  stop(): void
}

const program = `
  const paths = []
  const connections = new Set()
  require('node:http').createServer((request, response) => {
    const isAsked = request.url === '/paths' || request.url === '/connections'
    if (isAsked) connections.delete(request.socket)
    if (request.url === '/paths') return response.end(JSON.stringify(paths.splice(0)))
    if (request.url === '/connections') {
      response.end(String(connections.size))
      return connections.clear()
    }
    paths.push(request.url.slice(1))
    response.end('reached')
  }).on('connection', (socket) => connections.add(socket)).listen(0, '127.0.0.1', function () { console.log(this.address().port) })
`

/** Starts the server and waits until it listens. */
export async function startForeignServer(): Promise<ForeignServer> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${Number(port.toString())}`
  return {
    url,
    takePaths: async () => (await (await fetch(`${url}/paths`)).json()) as string[],
    takeConnections: async () => Number(await (await fetch(`${url}/connections`)).text()),
    stop: () => child.kill(),
  }
}
