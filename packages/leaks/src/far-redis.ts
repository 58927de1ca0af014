import net from 'node:net'
import { arrived } from '../../core/test/flows/far/arrivals.ts'
import { listening } from '../../core/test/flows/far/listening.ts'

/** As much of Redis as a client needs that sets keys: each command is counted, and is fine. */
export async function listenRedis(): Promise<{ redis: number }> {
  const server = net.createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (said) => {
        for (const [, name = ''] of said.toString('latin1').matchAll(/^\*\d+\r\n\$\d+\r\n(\w+)\r$/gm)) {
          arrived(`redis ${name}`)
          socket.write('+OK\r\n')
        }
      })
  })
  return { redis: await listening(server) }
}
