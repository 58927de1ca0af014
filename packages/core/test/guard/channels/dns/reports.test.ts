import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'
import { noEgress } from '../../../../src/index.ts'

// The types of Node 22 do not have it yet.
const report: typeof process.report & { excludeNetwork?: boolean } = process.report

test('a diagnostic report asks no name server for its peers, whatever the program has set', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')

  const written = await noEgress(async () => {
    const socket = net.connect(Reflect.get(server.address() ?? {}, 'port'), '127.0.0.1')
    await once(socket, 'connect')
    report.excludeNetwork = false
    const text = JSON.stringify(report.getReport())
    socket.destroy()
    return text
  })
  server.close()

  expect(report.excludeNetwork).toBe(false)
  expect(written).toContain('"remoteEndpoint":{"ip4":"127.0.0.1"')
  expect(written).not.toContain('"networkInterfaces"')
})

test('a value that is not a boolean gets the error of Node', async () => {
  await expect(noEgress(() => void Reflect.set(report, 'excludeNetwork', 'x'))).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_TYPE',
  })
})
