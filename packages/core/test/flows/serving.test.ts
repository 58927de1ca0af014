import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { Agent, createServer as createHttpServer, get } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestFile, type TestFile } from '../../src/internal.ts'
import { watchSocket } from './doors/watch-socket.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const reach = () => watchSocket(connect(far.ports.tcp, '127.0.0.1'))
const folder = mkdtempSync(join(tmpdir(), 'agentguard-serving-'))

/** A server that reaches out when a client connects. */
interface Serving {
  knock(): Promise<unknown>
  close(): void
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port

async function listening<T extends Server>(server: T, ...where: readonly unknown[]): Promise<T> {
  Reflect.apply(server.listen, server, where.length > 0 ? where : [0, '127.0.0.1'])
  await once(server, 'listening')
  return server
}

async function serveHttp(agent: Agent): Promise<Serving> {
  const server = await listening(
    createHttpServer((_, response) => {
      void reach().finally(() => response.end())
    }),
  )
  const knock = async (): Promise<void> => {
    const [response] = (await once(get({ port: portOf(server), agent }), 'response')) as [NodeJS.ReadableStream]
    await once(response.resume(), 'end')
  }
  return { knock, close: () => (agent.destroy(), void server.close()) }
}

async function serveSockets(...where: readonly unknown[]): Promise<Serving> {
  const server = await listening(
    createServer((socket) => {
      void reach().finally(() => socket.end('done'))
    }),
    ...where,
  )
  const knock = async (): Promise<void> => {
    const socket = where.length > 0 ? connect(String(where[0])) : connect(portOf(server), '127.0.0.1')
    await once(socket.resume(), 'close')
  }
  return { knock, close: () => void server.close() }
}

async function serveHttp2(): Promise<Serving> {
  const server = createHttp2Server()
  server.on('stream', (stream) => {
    stream.respond()
    void reach().finally(() => stream.end())
  })
  await listening(server)
  const knock = async (): Promise<void> => {
    const session = connectHttp2(`http://127.0.0.1:${portOf(server)}`)
    const stream = session.request({ ':path': '/' })
    await once(stream.resume(), 'end')
    session.close()
  }
  return { knock, close: () => void server.close() }
}

async function serveDatagrams(): Promise<Serving> {
  const server = createSocket('udp4')
  server.on('message', (_, { port }) => {
    void reach().finally(() => server.send('done', port, '127.0.0.1'))
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  const knock = async (): Promise<void> => {
    const client = createSocket('udp4')
    client.send('knock', portOf(server), '127.0.0.1')
    await once(client, 'message')
    client.close()
  }
  return { knock, close: () => void server.close() }
}

const servers: Readonly<Record<string, () => Promise<Serving>>> = {
  'an HTTP server': () => serveHttp(new Agent()),
  'an HTTP server with an open connection': () => serveHttp(new Agent({ keepAlive: true, maxSockets: 1 })),
  'an HTTP/2 server': serveHttp2,
  'a TCP server': () => serveSockets(),
  'a unix server': () => serveSockets(join(folder, 'server.sock')),
  'a UDP server': serveDatagrams,
}

let file: TestFile
beforeEach(async () => {
  file = openTestFile({
    file: fileURLToPath(import.meta.url),
    rootDir: import.meta.dirname,
    options: {},
    where: 'a test',
  })
  await file.imported()
})
afterEach(() => file.close())
afterAll(() => {
  rmSync(folder, { recursive: true })
  return far.take()
})

describe.each(Object.entries(servers))('%s of one test', (_, serve) => {
  test('belongs to the test that it serves', async () => {
    const [one, two] = [file.openTest('one'), file.openTest('two')]
    const server = await one.run('test', serve)
    await one.run('test', server.knock)
    one.end()
    await two.run('test', server.knock)
    server.close()

    expect(one.evidence()).toMatchObject([{ scope: 'one', phase: 'test', count: 1 }])
    expect(two.evidence()).toMatchObject([{ scope: 'two', phase: 'test', count: 1 }])
    expect(two.evidence()[0]).not.toHaveProperty('lateBy')
    expect(await far.take()).toEqual([])
  })

  test('belongs to the file where several tests run, and to its own test where none does', async () => {
    const [one, two, three] = [file.openTest('one'), file.openTest('two'), file.openTest('three')]
    const server = await one.run('test', serve)
    one.end()
    three.run('test', () => {})
    await two.run('test', server.knock)
    two.end()
    three.end()

    expect([one, two, three].flatMap((each) => each.evidence())).toEqual([])
    expect(file.evidence()).toMatchObject([{ candidates: expect.arrayContaining(['two', 'three']) as unknown }])
    await two.run('test', server.knock)
    server.close()
    expect(one.evidence()).toMatchObject([{ phase: 'late' }])
  })
})

const echo = await listening(createServer((socket) => void socket.pipe(socket)))
afterAll(() => void echo.close())

/** A connection whose answers make its owner reach out. */
async function converse(open: () => Socket): Promise<Serving> {
  const socket = open()
  const done: (() => void)[] = []
  socket.on('data', () => void reach().finally(() => done.shift()?.()))
  await once(socket, 'connect')
  const knock = (): Promise<void> =>
    new Promise((resolve) => {
      done.push(resolve)
      socket.write('knock')
    })
  return { knock, close: () => void socket.destroy() }
}

test('data on a connection belongs to the test that wrote to it', async () => {
  const [one, two] = [file.openTest('one'), file.openTest('two')]
  const connection = await one.run('test', () => converse(() => connect(portOf(echo), '127.0.0.1')))
  await one.run('test', connection.knock)
  one.end()
  await two.run('test', connection.knock)
  connection.close()

  expect(one.evidence()).toMatchObject([{ phase: 'test', count: 1 }])
  expect(two.evidence()).toMatchObject([{ phase: 'test', count: 1 }])
})

test('data on a connection that no other test has written to belongs to the test that opened it', async () => {
  const [one, two] = [file.openTest('one'), file.openTest('two')]
  const connection = await one.run('test', () => converse(() => connect(portOf(echo), '127.0.0.1')))
  const asked = one.run('test', connection.knock)
  one.end()
  await two.run('test', () => asked)
  connection.close()

  expect(one.evidence()).toMatchObject([{ phase: 'late' }])
  expect(two.evidence()).toEqual([])
})

test('work that a test leaves behind belongs to it while another one runs', async () => {
  const [one, two] = [file.openTest('one'), file.openTest('two')]
  const waiting: (() => void)[] = []
  const left = one.run('test', () => new Promise<void>((resolve) => void waiting.push(resolve)).then(reach))
  one.end()
  await two.run('test', () => {
    for (const open of waiting) open()
    return left
  })

  expect(two.evidence()).toEqual([])
  expect(one.evidence()).toMatchObject([{ phase: 'late' }])
})
