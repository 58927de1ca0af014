import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own, at one port of 127.0.0.1 and ::1, that answers clients of HTTP, PostgreSQL, Redis and SSH. */
export interface ManyServer {
  readonly port: number
  stop(): void
}

const program = `
  const net = require('node:net')
  let arrivals = 0
  const message = (type, text) => {
    const head = Buffer.alloc(5, type)
    head.writeInt32BE(text.length + 4, 1)
    return Buffer.concat([head, Buffer.from(text)])
  }
  const serve = (socket) => {
    arrivals += 1
    socket.on('error', () => {}).on('data', (bytes) => {
      const text = bytes.toString('latin1')
      // In their way: no encryption, then an error.
      if (bytes.length === 8 && bytes.readInt16BE(4) === 1234) socket.write('N')
      else if (text.startsWith('GET /arrivals')) socket.end('HTTP/1.0 200 OK\\r\\n\\r\\n' + arrivals)
      else if (text.startsWith('GET')) socket.end('HTTP/1.0 200 OK\\r\\n\\r\\nreached')
      else if (text.startsWith('*')) socket.write('+reached\\r\\n')
      else if (text.startsWith('SSH-')) socket.end('reached\\r\\n')
      else socket.end(message('E', 'SFATAL\\0C28000\\0Mreached\\0\\0'))
    })
  }
  net.createServer(serve).listen(0, '127.0.0.1', function () {
    const { port } = this.address()
    net.createServer(serve).listen(port, '::1', () => console.log(port))
  })
`

/** Starts it, and waits until it listens. */
export async function startManyServer(): Promise<ManyServer> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(port.toString()), stop: () => child.kill() }
}
