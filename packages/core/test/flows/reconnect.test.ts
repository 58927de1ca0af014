import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'
import { isEgressBlockedError } from '../../src/index.ts'
import { openTestFile, type TestFile } from '../../src/internal.ts'

const openFile = (): TestFile =>
  openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })

async function closedServer(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const connect = (port: number): Promise<unknown> =>
  new Promise((resolve) => {
    net.connect(port, '127.0.0.1').on('error', resolve)
  })

test('a client that reconnects after its test to a closed server of that test is blocked, and fails nothing', async () => {
  const file = openFile()
  const inner = file.openTest('serves')
  const port = await inner.run('test', closedServer)
  inner.end()
  const error = await inner.run('test', () => connect(port))
  const elsewhere = await inner.run('test', () => connect(9))
  file.close()

  expect([error, elsewhere].every(isEgressBlockedError)).toBe(true)
  expect(inner.evidence()).toMatchObject([{ host: '127.0.0.1', port: 9, phase: 'late' }])
})

test('such a connection fails the test while it runs', async () => {
  const file = openFile()
  const inner = file.openTest('serves')
  const port = await inner.run('test', closedServer)
  await inner.run('test', () => connect(port))
  inner.end()
  file.close()

  expect(inner.evidence()).toMatchObject([{ host: '127.0.0.1', port, phase: 'test' }])
})
