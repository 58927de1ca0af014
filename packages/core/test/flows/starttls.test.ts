import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { certificate } from './far/certificate.ts'
import { startFar } from './far/start-far.ts'

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

/** The rules, the host of the connection, the server name of the upgrade, and what is blocked. */
const upgrades: readonly (readonly [string[], string, string, string | undefined])[] = [
  [['smtp.example.com:PORT', 'loopback'], 'smtp.example.com', 'smtp.example.com', undefined],
  [['smtp.example.com:PORT', 'loopback'], 'smtp.example.com', 'SMTP.Example.com.', undefined],
  [['smtp.example.com:PORT', 'loopback'], 'smtp.example.com', 'mail.example.com', 'mail.example.com'],
  [['*.example.com', 'loopback'], 'smtp.example.com', 'mail.example.com', undefined],
  [['smtp.example.com:PORT', 'other.example', 'loopback'], 'smtp.example.com', 'other.example', undefined],
  [['other.example', 'https://other.example/'], 'smtp.example.com', 'other.example', 'smtp.example.com'],
  [['other.example', 'https://other.example/'], '127.0.0.1', 'other.example', '127.0.0.1'],
  [['127.0.0.1:PORT'], '127.0.0.1', 'smtp.example.com', 'smtp.example.com'],
  [['127.0.0.1:PORT', 'smtp.example.com'], '127.0.0.1', 'smtp.example.com', undefined],
]

const far = await startFar()

const lookup: net.LookupFunction = (_, { all }, done) =>
  all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)

test.each(upgrades)(
  'STARTTLS under %j on a connection to %s for the name %s',
  async (rules, host, servername, blocked) => {
    const port = far.ports.tls

    const { violations, ...outcome } = await observeEgress(
      { allow: rules.map((rule) => rule.replace('PORT', String(port))) },
      async () => {
        const socket = net.connect({ host, port, lookup })
        await once(socket, 'connect')
        const secure = tls.connect({ socket, servername, rejectUnauthorized: false })
        await once(secure, 'secureConnect')
        await once(secure.end('mail\n').resume(), 'close')
      },
    )

    const arrivals = await far.take()
    expect(violations.map((violation) => violation.host)).toEqual(blocked === undefined ? [] : [blocked])
    expect('error' in outcome).toBe(blocked !== undefined)
    expect(arrivals.includes('tls data mail')).toBe(blocked === undefined)
    if (blocked === host) expect(arrivals).toEqual([])
  },
)
