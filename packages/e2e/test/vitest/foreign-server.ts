import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own: to a test it is somebody else's, although it listens on loopback. */
export interface ForeignServer {
  readonly url: string
  /** Paths that were asked for since the last call. */
  takePaths(): Promise<readonly string[]>
  stop(): void
}

const program = `
  const paths = []
  require('node:http').createServer((request, response) => {
    if (request.url === '/paths') return response.end(JSON.stringify(paths.splice(0)))
    paths.push(request.url.slice(1))
    response.end('reached')
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port) })
`

/** Starts the server and waits until it listens. */
export async function startForeignServer(): Promise<ForeignServer> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${Number(port.toString())}`
  return {
    url,
    takePaths: async () => (await (await fetch(`${url}/paths`)).json()) as string[],
    stop: () => child.kill(),
  }
}
