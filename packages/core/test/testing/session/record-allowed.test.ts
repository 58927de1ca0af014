import { execFileSync } from 'node:child_process'
import net from 'node:net'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noEgress } from '../../../src/testing/calls/no-egress.ts'
import { observeEgress } from '../../../src/testing/calls/observe-egress.ts'
import { openTestFile, type TestFile } from '../../../src/internal.ts'
import { startForeignListener, type ForeignListener } from '../../flows/native/foreign-listener.ts'

let listener: ForeignListener
let allowed: string
const server = net.createServer((socket) => socket.end())

beforeAll(async () => {
  listener = await startForeignListener()
  allowed = `localhost:${listener.port}`
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.close()
  return listener.stop()
})

const open = (options: object, recordAllowed?: boolean): TestFile =>
  openTestFile({
    file: fileURLToPath(import.meta.url),
    rootDir: import.meta.dirname,
    options,
    where: 'a test',
    ...(recordAllowed !== undefined && { recordAllowed }),
  })

async function connect(port: number, host = '127.0.0.1'): Promise<void> {
  const socket = net.connect(port, host)
  await once(socket, 'connect').catch(() => {})
  socket.destroy()
}

test('an allowed attempt is recorded with its rule, line and time only where a report needs it', async () => {
  const found = []
  for (const wanted of [true, false]) {
    const file = open({ allow: [allowed] }, wanted)
    const scope = file.openTest('reaches')
    await scope.run('test', () => connect(listener.port))
    scope.end()
    found.push(scope.evidence())
    file.close()
  }

  expect(found[0]).toMatchObject([
    { outcome: 'allowed', rule: allowed, port: listener.port, scope: 'reaches', count: 1 },
  ])
  expect(found[0]?.[0]?.from?.file).toBe(fileURLToPath(import.meta.url))
  expect(Math.abs(Date.now() - (found[0]?.[0]?.at ?? 0))).toBeLessThan(60_000)
  expect(found[1]).toEqual([])
})

test('own servers, DNS lookups of this machine and harmless programs are not destinations', async () => {
  const file = open({}, true)
  const scope = file.openTest('stays at home')
  const { port } = server.address() as net.AddressInfo

  await scope.run('test', async () => {
    await connect(port)
    await fetch(`http://localhost:${port}`).catch(() => {})
    execFileSync('git', ['--version'])
  })
  scope.end()
  file.close()

  expect(scope.evidence()).toEqual([])
})

test('a destination that a call inside a test allows is reached by the test', async () => {
  const file = open({}, true)
  const scope = file.openTest('calls')

  await scope.run('test', async () => {
    await noEgress({ allow: [allowed] }, () => connect(listener.port))
    await observeEgress({ allow: [allowed] }, () => connect(listener.port))
    await observeEgress({ mode: 'audit' }, () => connect(listener.port))
  })
  scope.end()
  file.close()

  expect(scope.errors()).toEqual([])
  expect(scope.evidence()).toMatchObject([
    { outcome: 'allowed', count: 2 },
    { outcome: 'audited', count: 1 },
  ])
})

test('an allowed attempt of a child of a test is recorded too', () => {
  const file = open({ allow: [allowed] }, true)
  const scope = file.openTest('starts a child')
  const code = `require('node:net').connect(${listener.port}, '127.0.0.1').on('connect', () => process.exit())`

  scope.run('test', () => execFileSync(process.execPath, ['-e', code]))
  scope.end()
  file.close()

  expect(scope.evidence()).toMatchObject([
    {
      outcome: 'allowed',
      port: listener.port,
      process: expect.stringMatching(/^child process/),
      at: expect.any(Number),
    },
  ])
})

test('a listener receives a violation while the test runs', async () => {
  const file = open({})
  const scope = file.openTest('leaks')
  const heard: unknown[] = []
  scope.onViolation(({ host, count }) => heard.push([host, count]))

  await scope.run('test', async () => {
    await connect(9, '192.0.2.201')
    await connect(9, '192.0.2.201')
  })
  expect(heard).toEqual([['192.0.2.201', 1]])
  scope.end()
  file.close()

  expect(heard).toHaveLength(1)
})

test('a listener does not receive an attempt that may wait for a server of the tests', async () => {
  const file = open({})
  const scope = file.openTest('leaks')
  const heard: unknown[] = []
  scope.onViolation(({ port }) => heard.push(port))

  await scope.run('test', async () => connect(listener.port))
  scope.end()
  file.close()

  expect(heard).toEqual([])
  expect(scope.errors()).toHaveLength(1)
})
