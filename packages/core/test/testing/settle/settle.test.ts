import { randomBytes, scrypt } from 'node:crypto'
import { readFile } from 'node:fs'
import fsPromises from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import timers from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { brotliCompress, gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestFile, type TestFile } from '../../../src/internal.ts'

const times = Number(process.env['FUZZ_TIMES'] ?? 1)
const openFile = (): TestFile =>
  openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })

/** Short, so that no timer of Vitest gives pending work the time to end. */
const limit = 10

type Hop = (next: () => void) => unknown

const hops: Readonly<Record<string, Hop>> = {
  microtask: (next) => queueMicrotask(next),
  tick: (next) => process.nextTick(next),
  immediate: (next) => setImmediate(next),
  'unreferenced immediate': (next) => setImmediate(next).unref(),
  timer: (next) => setTimeout(next, 3),
  'unreferenced timer': (next) => setTimeout(next, 3).unref(),
  'timer by promise': async (next) => {
    await timers.setTimeout(2, undefined, { ref: false })
    next()
  },
  gzip: (next) => gzip('x'.repeat(100_000), next),
  brotli: (next) => brotliCompress('x'.repeat(1000), next),
  'compressed stream': async (next) => {
    await new Response(new Blob(['some text']).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
    next()
  },
  'random bytes': (next) => randomBytes(16, next),
  scrypt: (next) => scrypt('word', 'salt', 16, { N: 2 ** 12 }, next),
  'web crypto': async (next) => {
    await crypto.subtle.digest('SHA-256', new Uint8Array(100_000))
    next()
  },
  'file by callback': (next) => readFile(import.meta.filename, next),
  'file by promise': async (next) => {
    await fsPromises.stat(import.meta.filename)
    next()
  },
  port: (next) => {
    const { port1, port2 } = new MessageChannel()
    port1.once('message', () => {
      port1.close()
      next()
    })
    port2.postMessage('go')
  },
  'own server': (next) => http.get({ port: own.port, agent: false }, (response) => response.resume().on('end', next)),
  'own socket': (next) => {
    const socket = net.connect(own.port, '127.0.0.1', () => socket.end())
    socket.resume().on('close', next)
  },
}
const echo = "const { parentPort, workerData } = require('node:worker_threads'); parentPort.postMessage(workerData)"
const own = { port: 0, server: http.createServer((_, response) => response.end('ok')) }
const target = { host: '192.0.2.77', port: 80 }

beforeAll(async () => {
  // The guard has to be installed before the server listens, to know it as an own one.
  openFile().close()
  await promisify((done: (error: null) => void) => own.server.listen(0, '127.0.0.1', () => done(null)))()
  own.port = (own.server.address() as net.AddressInfo).port
})

afterAll(() => {
  own.server.close()
})

function start(names: readonly string[]): void {
  const [name, ...rest] = names
  if (name === undefined) net.connect(target).on('error', () => {})
  else hops[name]?.(() => start(rest))
}

test('the end of a file follows any chain of work to its end', { timeout: 60_000 * times }, async () => {
  const chain = array(constantFrom(...Object.keys(hops)), { minLength: 1, maxLength: 30 })
  await assert(
    asyncProperty(chain, async (names) => {
      const file = openFile()
      const inner = file.openTest('guilty')
      inner.run('test', () => start(names))
      inner.end()

      await file.settle(limit)

      file.close()
      expect(file.errors()).toEqual([])
      expect(inner.evidence()).toMatchObject([{ address: target.host, scope: 'guilty' }])
    }),
    { numRuns: 200 * times },
  )
})

test.each(Object.keys(hops))('the end of a file follows thirty hops by %s', { timeout: 30_000 }, async (name) => {
  const file = openFile()
  const inner = file.openTest('guilty')
  inner.run('test', () => start(Array.from({ length: 30 }, () => name)))
  inner.end()

  await file.settle(limit)

  file.close()
  expect(inner.evidence()).toMatchObject([{ address: target.host }])
})

test('the end of a file follows the answer of a worker thread', async () => {
  const file = openFile()
  const inner = file.openTest('guilty')
  const state = { ended: false, looks: 0 }
  inner.run('test', () => {
    const thread = new Worker(echo, { eval: true, workerData: 'go' })
    thread.once('message', () => start([])).once('exit', () => (state.ended = true))
  })
  inner.end()
  const watch = setInterval(() => (state.looks += state.ended ? 1 : 0), 10)

  await file.settle(limit)

  clearInterval(watch)
  file.close()
  // Once it has ended, nothing is waited for.
  expect(state.looks).toBeLessThan(100)
  expect(inner.evidence()).toMatchObject([{ address: target.host }])
})

test.each([
  ['nothing in flight', () => () => {}],
  ['a long timer that is not referenced', () => clear(setTimeout(() => {}, 60_000).unref())],
  ['a long interval that is not referenced', () => clear(setInterval(() => {}, 60_000).unref())],
])('a file ends before the next short timer with %s', async (_, leave) => {
  const file = openFile()
  const inner = file.openTest('innocent')
  const undo = inner.run('test', leave)
  inner.end()

  await file.settle(limit)

  undo()
  file.close()
  expect(inner.evidence()).toEqual([])
})

test.each([0, 1, 5])(
  'the end of a file follows a timer beside %i of the runner, and not the timers of the runner',
  async (count) => {
    const file = openFile()
    const inner = file.openTest('guilty')
    const runner = { isOver: false, fired: 0 }
    inner.run('test', () => {
      for (let at = 0; at < count; at += 1) ofRunner(runner)
      setTimeout(() => start([]), 3)
    })
    inner.end()

    await file.settle(10_000)

    expect(runner.fired).toBe(0)
    runner.isOver = true
    file.close()
    expect(inner.evidence()).toMatchObject([{ address: target.host }])
  },
)

/** Has the runner set timers that are due before a file with a long limit ends, as it does while a test runs. */
function ofRunner(runner: { isOver: boolean; fired: number }): void {
  const look = (): void => {
    runner.fired += 1
    if (!runner.isOver) throw new Error('It is not over')
  }
  const wait = { timeout: 9000, interval: 8000 }
  vi.waitFor(look, wait).catch(() => {})
  runner.fired = 0
}

test('a timer that sets itself again keeps no file waiting for ever', async () => {
  const file = openFile()
  const inner = file.openTest('polls')
  const state = { timer: setTimeout(() => {}, 0), fired: 0 }
  const poll = (): void => {
    state.fired += 1
    state.timer = setTimeout(poll, 1)
  }
  inner.run('test', poll)
  inner.end()

  await file.settle(limit)

  clearTimeout(state.timer)
  file.close()
  expect(state.fired).toBeGreaterThan(30)
})

function clear(timer: NodeJS.Timeout): () => void {
  return () => clearTimeout(timer)
}
