import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { ports } = far
const target = `target.example:${ports.tcp}`
const open: Socket[] = []
afterEach(async () => {
  open.splice(0).forEach((socket) => socket.destroy())
  await far.take()
})

const before = (async () => {
  const socket = net.connect(ports.proxy, '127.0.0.1')
  await answerTo(socket, Buffer.from(`CONNECT ${target} HTTP/1.1\r\n\r\n`))
  return socket
})()
beforeAll(async () => {
  await before
  await far.take()
})

/** A way to ask for the target by hand. */
interface Asking {
  readonly name: string
  readonly proxy: 'proxy' | 'socks'
  /** What to write, each part once the proxy has answered the one before. */
  readonly parts: readonly (string | readonly number[])[]
  readonly arrival: string
}

const portBytes = [ports.tcp >> 8, ports.tcp & 255]
const nameBytes = [...Buffer.from('target.example')]
const askings: readonly Asking[] = [
  {
    name: 'CONNECT',
    proxy: 'proxy',
    parts: [`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`],
    arrival: `proxy CONNECT ${target}`,
  },
  {
    name: 'SOCKS 4a',
    proxy: 'socks',
    parts: [[4, 1, ...portBytes, 0, 0, 0, 1, 0, ...nameBytes, 0]],
    arrival: `socks4 ${target}`,
  },
  {
    name: 'SOCKS 5',
    proxy: 'socks',
    parts: [
      [5, 1, 0],
      [5, 1, 0, 3, nameBytes.length, ...nameBytes, ...portBytes],
    ],
    arrival: `socks ${target}`,
  },
]

describe.each(askings)('$name by hand', ({ proxy, parts, arrival }) => {
  const rule = `localhost:${ports[proxy]}`
  const tunnel = async (): Promise<Socket> => {
    const socket = await connected(net.connect(ports[proxy], '127.0.0.1'))
    for (const part of parts) await answerTo(socket, Buffer.from(part as string))
    return socket
  }

  test('does not reach a target that is not allowed', async () => {
    const { violations } = await observeEgress({ allow: rule }, () => outcomeOf(tunnel))

    expect(violations).toMatchObject([{ host: 'target.example', port: ports.tcp, proxy: `127.0.0.1:${ports[proxy]}` }])
    expect((await far.take()).join('\n')).not.toContain('target')
  })

  test('does not reach it byte by byte either', async () => {
    const { violations } = await observeEgress({ allow: rule }, () =>
      outcomeOf(async () => {
        const socket = await connected(net.connect(ports[proxy], '127.0.0.1'))
        // All at once, or the proxy would hang up on the first byte.
        socket.cork()
        for (const part of parts) for (const byte of Buffer.from(part as string)) socket.write(Buffer.from([byte]))
        socket.uncork()
        await once(socket, 'close')
      }),
    )

    expect(violations).toMatchObject([{ host: 'target.example' }])
    expect((await far.take()).join('\n')).not.toContain('target')
  })

  test('reaches a target that is allowed', async () => {
    const { violations, attempts } = await observeEgress({ allow: [rule, target] }, async () => {
      await answerTo(await tunnel(), Buffer.from('keep word\n'))
    })

    expect(violations).toEqual([])
    expect(attempts.map(({ host }) => host)).toEqual(['127.0.0.1', 'target.example'])
    expect(await far.take()).toEqual([`${proxy} connection`, arrival, 'tcp connection', 'tcp data keep word'])
  })

  test('opens a tunnel that carries no bytes of a scope that may not reach the target', async () => {
    const socket = await noEgress({ allow: [rule, target] }, tunnel)
    await far.take()
    const { violations } = await observeEgress({ allow: rule }, () =>
      outcomeOf(() => answerTo(socket, Buffer.from('keep secret\n'))),
    )

    expect(violations).toMatchObject([{ host: 'target.example', port: ports.tcp }])
    expect(await far.take()).toEqual([])
  })
})

describe('a request in absolute form by hand', () => {
  const { proxy } = ports
  const head = (host: string): string => `GET http://${host}:${ports.http}/path HTTP/1.1\r\nhost: ${host}\r\n\r\n`

  test('is judged by its URL', async () => {
    const allow = [`localhost:${proxy}`, `GET http://target.example:${ports.http}/v1/*`]
    const { violations } = await observeEgress({ allow }, () =>
      outcomeOf(async () => {
        const socket = await connected(net.connect(proxy, '127.0.0.1'))
        await answerTo(socket, Buffer.from(head('target.example')))
      }),
    )

    expect(violations).toMatchObject([{ method: 'GET', url: `http://target.example:${ports.http}/path` }])
    expect(await far.take()).toEqual(['proxy connection'])
  })

  test('is judged after others on the same connection', async () => {
    const allow = [`localhost:${proxy}`, `first.example:${ports.http}`]
    const { violations } = await observeEgress({ allow }, () =>
      outcomeOf(async () => {
        const socket = await connected(net.connect(proxy, '127.0.0.1'))
        await answerTo(socket, Buffer.from(head('first.example')))
        await answerTo(socket, Buffer.from(head('target.example')))
      }),
    )

    expect(violations).toMatchObject([{ host: 'target.example' }])
    expect((await far.take()).join('\n')).not.toContain('target')
  })
})

test('a tunnel for TLS is used by every scope that may reach both ends', async () => {
  const secret = `target.example:${ports.tls}`
  const proxy = `localhost:${ports.proxy}`
  const allow = [proxy, secret]
  const socket = await noEgress({ allow }, async () => {
    const made = await connected(net.connect(ports.proxy, '127.0.0.1'))
    await answerTo(made, Buffer.from(`CONNECT ${secret} HTTP/1.1\r\n\r\n`))
    return made
  })
  const shake = async (): Promise<tls.TLSSocket> => {
    const secure = tls.connect({ socket, servername: 'target.example', rejectUnauthorized: false })
    open.push(secure.on('error', () => {}))
    await once(secure, 'secureConnect')
    return secure
  }
  const secure = await noEgress({ allow }, shake)
  await noEgress({ allow }, () => answerTo(secure, Buffer.from('keep word\n')))
  await far.take()
  const { violations } = await observeEgress({ allow: proxy }, () =>
    outcomeOf(() => answerTo(secure, Buffer.from('keep secret\n'))),
  )

  expect(violations).toMatchObject([{ host: 'target.example', port: ports.tls }])
  expect(await far.take()).toEqual([])
})

// A limit: the guard has not seen the requests on it.
test('a tunnel from before the guard is judged by its proxy alone', async () => {
  const socket = await before
  const { violations } = await observeEgress({ allow: `localhost:${ports.proxy}` }, () =>
    answerTo(socket, Buffer.from('keep word\n')),
  )

  socket.destroy()

  expect(violations).toEqual([])
})

test('a proxy of the tests may be asked for any target: it connects under their policy', async () => {
  const asked: string[] = []
  const server = net.createServer((socket) =>
    socket.on('error', () => {}).on('data', (bytes) => void asked.push(String(bytes))),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { violations } = await observeEgress(async () => {
    const socket = await connected(net.connect((server.address() as AddressInfo).port, '127.0.0.1'))
    await new Promise((done) => socket.end(`CONNECT ${target} HTTP/1.1\r\n\r\n`, () => done(undefined)))
    await once(socket, 'close')
  })
  server.close()

  expect(violations).toEqual([])
  expect(asked).toEqual([`CONNECT ${target} HTTP/1.1\r\n\r\n`])
})

async function connected(socket: Socket): Promise<Socket> {
  open.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

async function answerTo(socket: Socket, bytes: Buffer): Promise<string> {
  const answer = once(socket, 'data')
  socket.write(bytes)
  return String((await answer)[0])
}
