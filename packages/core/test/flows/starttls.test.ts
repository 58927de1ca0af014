import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { certificate } from './far/certificate.ts'

/** A server that sends a line and switches to TLS at the next one, as mail servers do. */
async function mailServer(): Promise<number> {
  const server = net.createServer((socket) => {
    socket.write('220 ready\r\n')
    socket.once('data', () => {
      socket.write('220 go ahead\r\n')
      const secure = new tls.TLSSocket(socket, { isServer: true, ...certificate })
      secure.on('error', () => {}).on('secure', () => void secure.write('hello'))
    })
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return Number(Reflect.get(server.address() ?? {}, 'port'))
}

test.each([
  ['its own name', { servername: 'mail.test' }],
  ['a name, with host and port', { servername: 'mail.test', host: 'mail.test', port: 587 }],
])('STARTTLS to an own server with %s passes', async (_, options) => {
  const { violations, ...outcome } = await observeEgress({}, async () => {
    const socket = net.connect(await mailServer(), '127.0.0.1')
    await once(socket, 'data')
    socket.write('STARTTLS\r\n')
    await once(socket, 'data')
    const secure = tls.connect({ socket, rejectUnauthorized: false, ...options })
    const [data] = (await once(secure, 'data')) as [Buffer]
    secure.destroy()
    return data.toString()
  })

  expect(violations).toEqual([])
  expect('value' in outcome && outcome.value).toBe('hello')
})
