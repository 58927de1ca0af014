import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Servers of another process, one for each name, that count what arrives. */
export interface Arrivals {
  /** By name: each listens for TCP and UDP. */
  readonly ports: Readonly<Record<string, number>>
  /** How many connections and datagrams have come to each since the last call. */
  take(): Promise<Readonly<Record<string, number>>>
  stop(): void
}

// It answers every HTTP request with an empty object, and closes connections of any other protocol.
const program = `
  const answer = 'HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: 2\\r\\nconnection: close\\r\\n\\r\\n{}'
  const [names] = process.argv.slice(1).map((text) => text.split(','))
  const counts = Object.fromEntries(names.map((name) => [name, 0]))
  const listen = (name) => new Promise((resolve) => {
    const server = require('node:net').createServer((socket) => {
      counts[name] += 1
      socket.on('error', () => {})
      socket.once('data', (bytes) => socket.end(/^[A-Z]+ \\S+ HTTP\\/1/.test(bytes) ? answer : ''))
    })
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      const datagrams = require('node:dgram').createSocket('udp4').on('message', () => (counts[name] += 1))
      // Another process may have the port for UDP.
      datagrams.once('error', () => server.close(() => resolve(listen(name))))
      datagrams.bind(port, '127.0.0.1', () => resolve([name, port]))
    })
  })
  Promise.all(names.map(listen)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))))
  process.stdin.on('data', () => {
    console.log(JSON.stringify(counts))
    for (const name of names) counts[name] = 0
  })
`

/** Starts the servers. */
export async function startArrivals(names: readonly string[]): Promise<Arrivals> {
  const child = spawn(process.execPath, ['--eval', program, names.join(',')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`The servers that count arrivals ended with code ${code}`)
  })
  died.catch(() => {})
  const answer = async (): Promise<Readonly<Record<string, number>>> => {
    const [text] = (await Promise.race([once(child.stdout, 'data'), died])) as [Buffer]
    return JSON.parse(String(text)) as Readonly<Record<string, number>>
  }
  const ports = await answer()
  return {
    ports,
    take: async () => {
      const counts = answer()
      child.stdin.write('take')
      return counts
    },
    stop: () => void child.kill(),
  }
}
