import { fork } from 'node:child_process'
import dgram from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import inspector from 'node:inspector'
import { mkdtempSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type Evidence,
  type EgressOptions,
  formatViolation,
  isEgressViolationError,
  noEgress,
  observeEgress,
} from '../../src/index.ts'
import { engine } from '../../src/guard/engine/engine.ts'
import {
  connectNatively,
  connectNativelyTo,
  type NativeConnection,
  type NativeDestination,
} from './native/connect-natively.ts'
import { seenInKernel } from './native/seen-in-kernel.ts'
import { startForeignListener, type ForeignListener } from './native/foreign-listener.ts'

// The witness reads what only Linux shows: elsewhere there is nothing to test, and the limits say so.
const onLinux = test.runIf(process.platform === 'linux')

let listener: ForeignListener
const open: NativeConnection[] = []
const connect = (to: NativeDestination = listener): void => void open.push(connectNatively(to))

beforeAll(async () => {
  listener = await startForeignListener()
})

afterEach(() => {
  for (const connection of open.splice(0)) connection.close()
})

afterAll(() => listener.stop())

onLinux('noEgress fails for a connection that native code made', async () => {
  const violations = await violationsOf({}, connect)

  expect(violations).toMatchObject([
    { outcome: 'blocked', channel: 'native', address: '127.0.0.1', port: listener.port, reason: 'loopback-not-own' },
  ])
})

onLinux('the report says that it was seen, which addons may have made it, and what allows it', async () => {
  const [violation] = await violationsOf({}, connect)

  const text = violation && formatViolation(violation, { cwd: process.cwd(), origin: 'call' })
  expect(text).toContain(`Egress seen: native code to 127.0.0.1:${listener.port} (@koromix/koffi-`)
  expect(text).toMatch(/via .*koffi\.node\n/)
  expect(text).toContain('seen in the kernel after the fact')
  expect(text).toContain(`allow: ['localhost']`)
})

onLinux('a connection is reported once, by the innermost call around it', async () => {
  const outer = await observeEgress({ mode: 'audit' }, async () => {
    await expect(noEgress(connect)).rejects.toThrow('Egress seen')
  })

  expect(outer.attempts).toEqual([])
})

onLinux('a connection that was open before a call is not attributed to it', async () => {
  const outer = await observeEgress(async () => {
    connect()
    await noEgress(() => {})
  })

  expect(outer.violations).toMatchObject([{ channel: 'native', port: listener.port }])
})

onLinux.each<[string, () => EgressOptions]>([
  ['its port is allowed', () => ({ allow: `localhost:${listener.port}` })],
  ['loopback is any', () => ({ loopback: 'any' })],
  ['native is allow', () => ({ native: 'allow' })],
  ['the mode is off', () => ({ mode: 'off' })],
])('a native connection is not a violation where %s', async (_, options) => {
  expect(await violationsOf(options(), connect)).toEqual([])
})

onLinux('audit records a native connection and lets the call pass', async () => {
  const { violations } = await observeEgress({ mode: 'audit' }, connect)

  expect(violations).toMatchObject([{ outcome: 'audited', channel: 'native', port: listener.port }])
})

onLinux('a native connection to a server of this process is not a violation', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')

  const violations = await violationsOf({}, () => connect({ port: portOf(server) }))

  server.close()
  expect(violations).toEqual([])
})

onLinux('a socket that JavaScript or Node itself opened is not taken for native', async () => {
  const opened: (() => void)[] = []
  inspector.open(0, '127.0.0.1')
  const debuggerPort = Number(new URL(inspector.url() ?? '').port)

  const { attempts } = await observeEgress({ mode: 'audit', loopback: 'none', subprocess: 'allow' }, async () => {
    connect()
    const child = fork('data:text/javascript,process.on("message",()=>{})', { stdio: 'pipe' })
    const server = net.createServer((socket) => opened.push(() => socket.unref().destroy()))
    await once(server.listen(0), 'listening')
    const [client, debugging] = [
      net.connect({ port: portOf(server) }).unref(),
      net.connect(debuggerPort, '127.0.0.1').unref(),
    ]
    const datagrams = dgram.createSocket('udp4').unref()
    datagrams.connect(9)
    const accepted = once(server, 'connection')
    await Promise.all([once(client, 'connect'), once(debugging, 'connect'), once(datagrams, 'connect'), accepted])
    server.close()
    opened.push(
      () => [client, debugging].map((socket) => socket.destroy()),
      () => datagrams.close(),
      () => child.kill(),
    )
  })

  for (const close of opened) close()
  inspector.close()
  expect(attempts.filter(({ channel }) => channel === 'native').map(({ port }) => port)).toEqual([listener.port])
})

onLinux('a datagram socket that native code connects is seen', async () => {
  const violations = await violationsOf({}, () => connect({ port: 9, datagrams: true }))

  expect(violations).toMatchObject([{ channel: 'native', address: '127.0.0.1', port: 9 }])
})

onLinux('a DNS lookup by native code is reported where nothing is allowed: elsewhere its name is unknown', async () => {
  // As if that were the system's: no packet leaves for it.
  engine().native.nameServers().add('127.0.0.1')
  const nameServer = { port: 53, datagrams: true }

  const violations = await violationsOf({}, () => connect(nameServer))
  const withNames = await violationsOf({ allow: 'api.example.com' }, () => connect(nameServer))

  expect(violations).toMatchObject([{ channel: 'native', address: '127.0.0.1', port: 53 }])
  expect(withNames).toEqual([])
})

onLinux('impit is named for its connection, though nothing in JavaScript shows it', async () => {
  const { Impit } = await import('impit')
  const controller = new AbortController()

  const [violation] = await violationsOf({}, async () => {
    void new Impit().fetch(`http://127.0.0.1:${listener.port}/`, { signal: controller.signal }).catch(() => {})
    await seenInKernel(listener.port)
  })

  controller.abort()
  expect(violation).toMatchObject({ channel: 'native', address: '127.0.0.1', port: listener.port })
  expect(violation?.addons?.join(' ')).toContain('impit')
})

onLinux('a connection that opens and closes between two snapshots is missed', async () => {
  const violations = await violationsOf({}, () => connectNatively(listener).close())

  expect(violations).toEqual([])
})

onLinux('the kernel does not show where native code connects to by a unix socket', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'agentguard-native-')), 'socket')
  const server = net.createServer().listen(path)
  await once(server, 'listening')

  const violations = await violationsOf({ loopback: 'none' }, () => void open.push(connectNativelyTo(path)))

  server.close()
  expect(violations).toEqual([])
})

onLinux('of calls that run at once, the first to end gets the connection', async () => {
  const over = new EventEmitter()
  const innocent = violationsOf({}, () => once(over, 'connected'))
  const connecting = violationsOf({}, async () => {
    connect()
    over.emit('connected')
    await once(over, 'reported')
  })
  const first = await innocent
  over.emit('reported')

  expect([first.length, (await connecting).length]).toEqual([1, 0])
})

onLinux('the witness ignores sockets while another thread runs: they may belong to that thread', async () => {
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true })
  await once(worker, 'online')

  const during = await violationsOf({}, connect)
  await worker.terminate()
  const afterwards = await violationsOf({}, connect)

  expect([during, afterwards.length]).toEqual([[], 1])
})

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port
}

async function violationsOf(options: EgressOptions, run: () => unknown): Promise<readonly Evidence[]> {
  try {
    await noEgress(options, run)
    return []
  } catch (error) {
    if (!isEgressViolationError(error)) throw error
    return error.violations
  }
}
