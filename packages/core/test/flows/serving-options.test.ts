import { createSocket, type SocketOptions } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type ListenOptions } from 'node:net'
import { expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'

// The declarations of the oldest Node do not have it yet.
const shared = { reusePort: true } as ListenOptions
const sharedSocket = { type: 'udp4', reusePort: true } as SocketOptions

test.skipIf(process.platform !== 'linux').each(['127.0.0.1', '::1'])(
  'two servers share a port of %s by reusePort',
  async (host) => {
    const { violations, ...outcome } = await observeEgress(async () => {
      const first = createServer().listen({ ...shared, host, port: 0 })
      await once(first, 'listening')
      // `listen` with a port makes an `AddressInfo`.
      const { port } = first.address() as AddressInfo
      const second = createServer().listen({ ...shared, host, port })
      await once(second, 'listening')
      first.close()
      second.close()
    })

    expect([violations, outcome]).toEqual([[], { attempts: [], value: undefined }])
  },
)

test.skipIf(process.platform !== 'linux')('two datagram sockets share a port by reusePort', async () => {
  const { violations, ...outcome } = await observeEgress(async () => {
    const [first, second] = [createSocket(sharedSocket), createSocket(sharedSocket)]
    first.bind(0, '127.0.0.1')
    await once(first, 'listening')
    second.bind(first.address().port, '127.0.0.1')
    await once(second, 'listening')
    first.close()
    second.close()
  })

  expect([violations, outcome]).toEqual([[], { attempts: [], value: undefined }])
})
