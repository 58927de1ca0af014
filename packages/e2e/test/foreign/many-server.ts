import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A server in its own process, at one port of 127.0.0.1 and ::1, that answers clients of HTTP, PostgreSQL, Redis and SSH. */
export interface ManyServer {
  readonly port: number
  stop(): void
}

const program = join(import.meta.dirname, '../../fixtures/foreign/many-server.cjs')

/** Starts it, and waits until it listens. */
export async function startManyServer(): Promise<ManyServer> {
  const child = spawn(process.execPath, [program, '0', '127.0.0.1', '::1'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(port.toString()), stop: () => child.kill() }
}
