import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in its own process: to a test it is foreign, although it listens on loopback. */
export interface StandIn {
  readonly port: number
  stop(): void
}

// It answers every HTTP request with an empty object, and closes connections of any other protocol. `/hold` keeps the connection open.
// It receives UDP and does not answer.
const program = `
  const answer = 'HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: 2\\r\\nconnection: close\\r\\n\\r\\n{}'
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => {})
    const silence = setTimeout(() => socket.destroy(), 50)
    socket.once('data', (bytes) => {
      clearTimeout(silence)
      if (/^GET \\/hold/.test(bytes)) socket.write(answer.replace('close', 'keep-alive'))
      else if (/^[A-Z]+ \\S+ HTTP\\/1/.test(bytes)) setTimeout(() => socket.end(answer), 30)
      else socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    require('node:dgram').createSocket('udp4').bind(port, '127.0.0.1', () => console.log(port))
  })
`

/** Starts the server and waits until it listens, on one port for TCP and UDP. */
export async function startStandIn(): Promise<StandIn> {
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(String(port)), stop: () => void child.kill() }
}
