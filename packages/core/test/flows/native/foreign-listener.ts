import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A listener on loopback that this process does not own. */
export interface ForeignListener {
  readonly port: number
  stop(): void
}

const program = `require('node:net').createServer((socket) => socket.on('error', () => {}).resume())
  .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

/** Starts one in a process that no guard knows, so call it outside every scope. */
export async function startForeignListener(): Promise<ForeignListener> {
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(String(line)), stop: () => void child.kill() }
}
