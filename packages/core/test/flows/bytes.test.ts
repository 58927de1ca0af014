import { once } from 'node:events'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import http2 from 'node:http2'
import net, { type AddressInfo, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket as Ws } from 'ws'
import { allowEgress, isEgressBlockedError, noEgress, observeEgress } from '../../src/index.ts'
import { matchers } from '../../src/testing/session/matcher.ts'
import { outcomeOf } from './doors/door.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { ports } = far
const allow = ['localhost', `unix:${far.unixPath}`]
const open: { destroy(): unknown }[] = []
afterEach(async () => {
  open.splice(0).forEach((socket) => socket.destroy())
  await far.take()
})

/** A connection of each kind, and how to write to it. */
interface Line {
  readonly name: string
  connect(): Promise<Socket>
  /** Says a word, and resolves with the answer. */
  readonly say: (socket: Socket, word: string) => Promise<unknown>
  readonly arrival: (word: string) => string
  /** The system does not say where a connection from before the guard leads. */
  readonly unknownBefore?: true
}

const lines: readonly Line[] = [
  {
    name: 'a TCP socket',
    connect: () => opened(net.connect(ports.tcp, '127.0.0.1'), 'connect'),
    say: (socket, word) => answerTo(socket, () => socket.write(`keep ${word}\n`)),
    arrival: (word) => `tcp data keep ${word}`,
  },
  {
    name: 'a TCP socket by name',
    connect: () => opened(net.connect(ports.tcp, 'localhost'), 'connect'),
    say: (socket, word) => answerTo(socket, () => socket.write(Buffer.from(`keep ${word}\n`))),
    arrival: (word) => `tcp data keep ${word}`,
  },
  {
    name: 'a corked TCP socket',
    connect: () => opened(net.connect(ports.tcp, '127.0.0.1'), 'connect'),
    say: (socket, word) => {
      return answerTo(socket, () => {
        socket.cork()
        socket.write('keep ', 'latin1')
        socket.write(word, 'ascii')
        socket.write('\n', 'utf16le' === word ? 'utf16le' : 'utf8')
        socket.uncork()
      })
    },
    arrival: (word) => `tcp data keep ${word}`,
  },
  {
    name: 'a TLS socket',
    connect: () => opened(tls.connect(ports.tls, '127.0.0.1', { rejectUnauthorized: false }), 'secureConnect'),
    say: (socket, word) => answerTo(socket, () => socket.write(`keep ${word}\n`)),
    arrival: (word) => `tls data keep ${word}`,
  },
  {
    name: 'a TLS socket over a stream over a socket',
    connect: async () => {
      const below = await opened(net.connect(ports.tls, '127.0.0.1'), 'connect')
      return opened(tls.connect({ socket: wrap(below), rejectUnauthorized: false }), 'secureConnect')
    },
    say: (socket, word) => answerTo(socket, () => socket.write(`keep ${word}\n`)),
    arrival: (word) => `tls data keep ${word}`,
  },
  {
    name: 'a unix socket',
    connect: () => opened(net.connect(far.unixPath), 'connect'),
    say: (socket, word) => answerTo(socket, () => socket.write(`GET /${word} HTTP/1.1\r\nhost: far\r\n\r\n`)),
    arrival: (word) => `unix GET /${word}`,
    unknownBefore: true,
  },
]

const early = (async () => {
  const socket = net.connect(ports.h2c, '127.0.0.1')
  await once(socket, 'connect')
  const session = http2.connect('http://127.0.0.1', { createConnection: () => wrap(socket) }).on('error', () => {})
  await text(session.request({ ':path': '/early' }))
  return session
})()
beforeAll(() => early)

// Each opens a connection before any guard is installed, and leaves it idle.
const before = new Map<Line, Socket>()
beforeAll(async () => {
  for (const line of lines) before.set(line, await line.connect())
  open.splice(0)
  await far.take()
})

describe.each(lines)('$name', (line) => {
  const { connect, say, arrival, unknownBefore } = line

  // A limit: the system does not say where a unix socket leads.
  const outcome = unknownBefore ? 'carries any bytes' : 'carries no bytes of a scope that does not allow it'
  test(`that was opened before the guard ${outcome}`, async () => {
    const socket = before.get(line)
    const { violations } = await observeEgress(() => outcomeOf(() => socket && say(socket, 'secret')))
    socket?.destroy()

    if (!unknownBefore) expect(violations[0]?.from?.file).toContain('test/flows/')
    expect(violations).toHaveLength(unknownBefore ? 0 : 1)
    expect(await bytesArrived()).toEqual(unknownBefore ? [arrival('secret')] : [])
  })

  test('that a looser scope opened carries no bytes of a stricter one', async () => {
    const socket = await noEgress({ allow }, connect)
    await far.take()

    const { violations, ...rest } = await observeEgress(() => outcomeOf(() => say(socket, 'secret')))

    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatchObject({ outcome: 'blocked', reason: expect.any(String) })
    expect(await bytesArrived()).toEqual([])
    const { error } = (rest as unknown as { value: { error: Error } }).value
    expect(isEgressBlockedError(error)).toBe(true)
    expect(error.cause).toMatchObject({ code: 'EACCES', syscall: 'write' })
    expect(socket.destroyed).toBe(true)
  })

  test('carries the bytes of every scope that allows it, and each records it once', async () => {
    const socket = await noEgress({ allow }, connect)
    await far.take()

    for (const word of ['one', 'two', 'three']) {
      const { attempts } = await observeEgress({ allow }, async () => {
        await say(socket, word)
        await say(socket, `${word}-again`)
      })
      expect(attempts).toMatchObject([{ outcome: 'allowed', count: 1 }])
    }
    expect(await bytesArrived()).toEqual(
      ['one', 'one-again', 'two', 'two-again', 'three', 'three-again'].map((word) => arrival(word)),
    )
  })

  test('is recorded once for a scope in audit that writes in turn with another one', async () => {
    const socket = await noEgress({ allow }, connect)

    const audited = await observeEgress({ mode: 'audit' }, async () => {
      for (const word of ['one', 'two', 'three']) {
        await say(socket, word)
        await noEgress({ allow }, () => say(socket, 'between'))
      }
    })

    expect(audited.attempts.filter(({ outcome }) => outcome === 'audited')).toMatchObject([{ count: 1 }])
  })

  test('fails toEgress and passes toEgressTo', async () => {
    const socket = await noEgress({ allow }, connect)
    const [rule = ''] = allow.filter((one) => one.startsWith('unix:') === (arrival('') === 'unix GET /'))

    await noEgress({ allow }, async () => {
      expect(await matchers.toEgressTo(() => say(socket, 'word'), rule)).toMatchObject({ pass: true })
      const result = await matchers.toEgress(() => say(socket, 'secret').catch(() => {}))
      expect(result).toMatchObject({ pass: true })
      const fine = await noEgress({ allow }, connect)
      expect(await matchers.toEgress(() => say(fine, 'word'), allow)).toMatchObject({ pass: false })
    })
  })

  test('carries bytes once the running scope allows it', async () => {
    const socket = await noEgress({ allow }, connect)
    const { violations } = await observeEgress(async () => {
      allowEgress(...allow)
      await say(socket, 'word')
    })

    expect(violations).toEqual([])
  })
})

describe('a write that waits', () => {
  test('until the socket is connected is judged for the scope that wrote', async () => {
    const socket = noEgressSync(() => net.connect(ports.tcp, 'localhost'))
    await far.take()
    const { violations } = await observeEgress(() =>
      outcomeOf(() => answerTo(socket, () => socket.write('keep secret\n'))),
    )

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })

  test('until TLS is connected is judged for the scope that wrote', async () => {
    const socket = noEgressSync(() => tls.connect(ports.tls, 'localhost', { rejectUnauthorized: false }))
    const { violations } = await observeEgress(() =>
      outcomeOf(() => answerTo(socket, () => socket.write('keep secret\n'))),
    )

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })

  test('behind a busy socket is judged for the scope that wrote', async () => {
    const socket = await noEgress({ allow }, () => opened(net.connect(ports.tcp, '127.0.0.1'), 'connect'))
    await far.take()
    const { violations } = await observeEgress(() =>
      outcomeOf(() =>
        answerTo(socket, () => {
          outside(() => socket.cork())
          socket.write('keep secret\n')
          outside(() => socket.uncork())
        }),
      ),
    )

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })

  test('with the end of the socket is judged for the scope that ended it', async () => {
    const socket = noEgressSync(() => net.connect(ports.tcp, '127.0.0.1'))
    const { violations } = await observeEgress(() =>
      outcomeOf(() => answerTo(socket, () => socket.end('keep secret\n'))),
    )

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })
})

describe('a request over a stream over a socket', () => {
  test.each(['a looser scope', 'no scope'])('that %s opened is judged on HTTP/1', async (opener) => {
    const socket = await (opener === 'no scope' ? toHttp() : noEgress({ allow }, toHttp))
    await far.take()
    const { violations } = await observeEgress(() =>
      outcomeOf(() => read(http.get({ path: '/secret', createConnection: () => wrap(socket) }))),
    )

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })

  test('that a looser scope opened is judged on HTTP/2', async () => {
    const socket = await noEgress({ allow }, () => opened(net.connect(ports.h2c, '127.0.0.1'), 'connect'))
    await far.take()
    const { violations } = await observeEgress(() =>
      outcomeOf(() => {
        const session = http2.connect('http://127.0.0.1', { createConnection: () => wrap(socket) })
        session.on('error', () => {})
        open.push(session)
        return text(session.request({ ':path': '/secret' }))
      }),
    )

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })

  test('on an HTTP/2 session from before the guard is judged for the scope that makes the request', async () => {
    const session = await early
    const { violations } = await observeEgress(() => outcomeOf(() => text(session.request({ ':path': '/secret' }))))
    session.destroy()

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
  })

  test('on an HTTP/2 session of a looser scope is judged for the scope that makes the request', async () => {
    const session = await noEgress({ allow }, async () => {
      const socket = await opened(net.connect(ports.h2c, '127.0.0.1'), 'connect')
      const made = http2.connect('http://127.0.0.1', { createConnection: () => wrap(socket) })
      await text(made.request({ ':path': '/first' }))
      return made
    })
    open.push(session)
    await far.take()
    const { violations } = await observeEgress(() => outcomeOf(() => text(session.request({ ':path': '/secret' }))))

    expect(violations).toHaveLength(1)
    expect(await bytesArrived()).toEqual([])
    expect(await text(session.request({ ':path': '/after' }))).toBe('far GET /after ')
  })
})

test('a request that waits for a stream over a socket is judged for the scope that made it', async () => {
  const socket = await opened(net.connect(ports.http, '127.0.0.1'), 'connect')
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  Object.assign(agent, { createConnection: () => wrap(socket) })
  const get = (path: string): Promise<string> => read(http.get({ host: '127.0.0.1', port: ports.http, path, agent }))
  const [first, second] = await Promise.all([
    noEgress({ allow }, () => get('/first')),
    observeEgress(() => outcomeOf(() => get('/secret'))),
  ])
  agent.destroy()

  expect(first).toBe('far GET /first ')
  expect(second.violations).toHaveLength(1)
  expect(await bytesArrived()).toEqual(['http GET /first'])
})

describe('a WebSocket', () => {
  const sockets = {
    ws: () => new Ws(`ws://127.0.0.1:${ports.http}`) as unknown as WebSocket,
    'of Node': () => new WebSocket(`ws://127.0.0.1:${ports.http}`),
  }
  test.each(Object.entries(sockets))(
    '%s that a looser scope opened sends nothing for a stricter one',
    async (_, make) => {
      const socket = await noEgress({ allow }, async () => {
        const made = make()
        await new Promise((done) => made.addEventListener('open', done))
        return made
      })
      await far.take()
      await noEgress({ allow }, async () => {
        const answer = new Promise((done) => socket.addEventListener('message', done))
        socket.send('hello')
        await answer
      })
      const { violations } = await observeEgress(async () => {
        const closed = new Promise((done) => socket.addEventListener('close', done))
        socket.addEventListener('error', () => {})
        socket.send('secret')
        await closed
      })

      expect(violations).toHaveLength(1)
      expect(await bytesArrived()).toEqual(['ws hello'])
    },
  )
})

test('TLS on a socket of a looser scope writes no handshake for a stricter one', async () => {
  const socket = await noEgress({ allow }, () => opened(net.connect(ports.tcp, '127.0.0.1'), 'connect'))
  const { violations } = await observeEgress(() =>
    outcomeOf(() => once(tls.connect({ socket, host: '127.0.0.1', rejectUnauthorized: false }), 'secureConnect')),
  )

  expect(violations).toHaveLength(1)
  expect(socket.bytesWritten).toBe(0)
})

describe('a server of the tests', () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {}).on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`))
  })
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
  afterAll(() => server.close())
  const { connect } = net
  const toServer = (): Promise<Socket> =>
    opened(connect((server.address() as AddressInfo).port, '127.0.0.1'), 'connect')

  test('answers on the connections that it took, in any scope', async () => {
    const socket = await toServer()
    const { violations } = await observeEgress(() => answerTo(socket, () => socket.write('hello')))

    expect(violations).toEqual([])
  })

  test('is reached on its connections when it no longer listens', async () => {
    const last = net.createServer((socket) => socket.on('error', () => {}).pipe(socket))
    await once(last.listen(0, '127.0.0.1'), 'listening')
    const { port } = last.address() as AddressInfo
    const socket = await noEgress(() => opened(connect(port, '127.0.0.1'), 'connect'))
    last.close()
    const { violations } = await observeEgress(() => answerTo(socket, () => socket.write('hello')))

    expect(violations).toEqual([])
  })
})

async function opened<S extends Socket>(socket: S, event: string): Promise<S> {
  open.push(socket)
  socket.on('error', () => {})
  await once(socket, event)
  return socket
}

function noEgressSync<S extends Socket>(make: () => S): S {
  const made: { socket?: S } = {}
  void noEgress({ allow }, () => {
    made.socket = make()
  })
  const { socket } = made
  if (!socket) throw new Error('not made')
  open.push(socket)
  return socket.on('error', () => {})
}

/** Runs code in a scope that allows the connections. */
function outside(run: () => void): void {
  void noEgress({ allow }, run)
}

function toHttp(): Promise<Socket> {
  return opened(net.connect(ports.http, '127.0.0.1'), 'connect')
}

function wrap(socket: Socket): Duplex {
  return Duplex.from({ readable: socket, writable: socket })
}

async function answerTo(socket: Socket, write: () => unknown): Promise<string> {
  const answer = once(socket, 'data')
  write()
  return String((await answer)[0])
}

async function read(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return text(response)
}

async function bytesArrived(): Promise<readonly string[]> {
  return (await far.take()).filter((line) => !/ (connection|session)$/.test(line))
}
