import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Visit } from '../test-channel.ts'

/** Says a line on a socket and reads until the other side has closed it. */
export function talk(socket: Socket, visit: Visit, line = 'hello\n'): Promise<unknown> {
  visit.after(() => socket.destroy())
  socket.on('connect', visit.connected).write(line)
  return new Promise((resolve, reject) => {
    socket.on('error', reject).on('end', resolve).resume()
  })
}

/** The same for code that awaits the connection. */
export async function talkOnceConnected(socket: Socket, visit: Visit, event = 'connect'): Promise<unknown> {
  visit.after(() => socket.destroy())
  socket.on('error', () => {})
  await once(socket, event)
  visit.connected()
  socket.write('hello\n')
  return once(socket.resume(), 'end')
}

/** The same for code that pipes into a socket. */
export async function talkByPipeline(socket: Socket, visit: Visit, line = 'hello\n'): Promise<unknown> {
  visit.after(() => socket.destroy())
  socket.on('connect', visit.connected).on('error', () => {})
  const over = once(socket.resume(), 'end')
  await Promise.all([over, pipeline(Readable.from([line]), socket)])
  return over
}
