import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'

const server = net.createServer((socket) => socket.on('error', () => {}))
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

/** Node's own tests call an agent like this, and some libraries do. */
interface OlderAgent {
  addRequest(request: object, host: string, port: number, localAddress?: string): void
}

/** How a connection ended that an agent made for an object that is not a request of Node. */
function given(port: number): Promise<unknown> {
  return new Promise((resolve) => {
    const agent = new http.Agent()
    const connect = (): Socket => {
      const socket = net.connect(port, '127.0.0.1').on('error', () => resolve('error'))
      return socket.on('connect', () => resolve(socket.destroy() && 'connected'))
    }
    const request = { getHeader: () => undefined, onSocket: () => {}, reusedSocket: false }
    Object.assign(agent, { createConnection: connect })
    // An agent takes more than its types say.
    ;(agent as unknown as OlderAgent).addRequest(request, 'localhost', port, '127.0.0.1')
  })
}

test('an agent takes a request that is not of Node, to a host and a port in turn', async () => {
  const { port } = server.address() as AddressInfo
  const { violations, ...rest } = await observeEgress(() => given(port))

  expect(rest).toMatchObject({ value: 'connected' })
  expect(violations).toEqual([])
})

test('such a request is judged', async () => {
  const { violations } = await observeEgress(() => given(9))

  expect(violations).toMatchObject([{ host: '127.0.0.1', port: 9 }])
})
