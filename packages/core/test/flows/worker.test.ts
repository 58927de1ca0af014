import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import workerThreads, { SHARE_ENV, setEnvironmentData, Worker, type WorkerOptions } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { isEgressBlockedError, noEgress, observeEgress } from '../../src/index.ts'
import { look, phone, runWorker, target } from './workers/start-worker.ts'

// Captured before anything installs the guard.
const Captured = process.getBuiltinModule('node:worker_threads').Worker
class CapturedSubclass extends Captured {}

const program = (name: string): URL => new URL(`workers/${name}`, import.meta.url)
const runProgram = (name: string, flags: readonly string[] = []): unknown =>
  JSON.parse(execFileSync(process.execPath, [...flags, fileURLToPath(program(name))], { encoding: 'utf8' }))

const start = (options: unknown): unknown => Reflect.construct(Worker, ['x', options])

const denyNothing = (): boolean => false

const blocked = { outcome: 'blocked', address: target.host, port: target.port, count: 1 }

const variants: readonly [string, WorkerOptions][] = [
  ['no options', {}],
  ['an empty environment', { env: {} }],
  ['an environment with NODE_OPTIONS', { env: { NODE_OPTIONS: '--no-warnings', A: 'b' } }],
  ['the environment of its starter', { env: { ...process.env } }],
  ['a shared environment', { env: SHARE_ENV }],
  ['no flags', { execArgv: [] }],
  ['flags', { execArgv: ['--no-deprecation', '--conditions=x'] }],
  ['flags and an environment', { execArgv: ['--no-deprecation'], env: { A: 'b' } }],
  ['arguments, data and a name', { argv: ['a', 'b'], workerData: { a: 1 }, name: 'a name' }],
  ['limits', { resourceLimits: { maxOldGenerationSizeMb: 64 } }],
  ['its own streams', { stdin: true, stdout: true, stderr: true }],
]

test.each(variants)('a worker with %s is guarded by the policy of the scope that starts it', async (_, options) => {
  const { violations, ...outcome } = await observeEgress(() => runWorker(phone, options))

  expect(outcome).toMatchObject({ value: 'ERR_EGRESS_BLOCKED' })
  expect(violations).toMatchObject([{ ...blocked, process: expect.stringMatching(/^worker thread \d+/) }])
})

test.each(variants)('a worker with %s sees nothing of the guard', async (_, options) => {
  setEnvironmentData('of the test', 'kept')

  const unguarded = await noEgress({ mode: 'off' }, () => runWorker(look, options))
  const guarded = await noEgress(() => runWorker(look, options))

  expect(guarded).toEqual(unguarded)
})

test.each(['connect.cjs', 'connect.mjs'])('the file %s is guarded as a worker', async (name) => {
  const { violations } = await observeEgress(() => runWorker(program(name)))

  expect(violations).toMatchObject([
    { ...blocked, process: expect.stringMatching(new RegExp(`^worker thread.*${name}`)) },
  ])
})

test('a worker of a data: URL is guarded', async () => {
  const source = `import net from 'node:net'; net.connect(${target.port}, '${target.host}').on('error', () => {})`

  const { violations } = await observeEgress(() => runWorker(new URL(`data:text/javascript,${source}`)))

  expect(violations).toMatchObject([blocked])
})

test('a subclass of Worker keeps its class, and its threads are guarded', async () => {
  await noEgress(() => {})
  // Vite reads the base of a class that is imported by name as early as the file's imports.
  class Own extends workerThreads.Worker {}
  let made: unknown

  const { violations } = await observeEgress(() => {
    made = new Own('', { eval: true })
    return runWorker(phone, {}, Own)
  })

  expect(made).toBeInstanceOf(Own)
  expect(made).toBeInstanceOf(Captured)
  expect(violations).toMatchObject([blocked])
})

test("a worker's constructor is the Worker that the module exports", async () => {
  await noEgress(() => {
    expect(new Worker('', { eval: true }).constructor).toBe(workerThreads.Worker)
  })
})

test('options that Node rejects are rejected in the same way', async () => {
  await noEgress(() => {
    expect(() => start({ eval: true, execArgv: ['--nonsense'] })).toThrow('invalid execArgv flags: --nonsense')
    expect(() => start({ eval: true, env: { NODE_OPTIONS: '--nonsense' } })).toThrow('--nonsense is not allowed in')
    expect(() => start({ eval: true, env: 1 })).toThrow('The "options.env" property must be')
    expect(() => start(null)).toThrow(TypeError)
    expect(process.env['NODE_OPTIONS']).toBeUndefined()
  })
})

test('attempts of a worker that is terminated come back, and all are counted', async () => {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const attempt = () => require('node:net').connect(${target.port}, '${target.host}').on('error', () => {})
    attempt(); attempt(); attempt()
    setImmediate(() => setImmediate(() => parentPort.postMessage('done')))
    setInterval(() => {}, 1000)`

  const { violations } = await observeEgress(async () => {
    const worker = new Worker(source, { eval: true })
    await once(worker, 'message')
    await worker.terminate()
  })

  expect(violations).toMatchObject([{ ...blocked, count: 3 }])
})

test('an attempt of a worker after the call is attributed to it, as late', async () => {
  const source = `require('node:worker_threads').parentPort.once('message', () => { ${phone} })`
  let worker: Worker | undefined
  const seen = await observeEgress(async () => {
    worker = new Worker(source, { eval: true })
    await once(worker, 'online')
  })
  expect(seen.violations).toEqual([])

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker?.postMessage('go')
  await (worker && once(worker, 'exit'))

  expect(seen.violations).toMatchObject([{ ...blocked, phase: 'late', lateBy: expect.any(Number) }])
})

/** Connects to a port, waits for the outcome as synchronous code does, and returns whether the thread saw the message alone. */
function callAndWait(worker: Worker, port: number): boolean {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage({ shared, port })
  Atomics.wait(shared, 0, 0, 30_000)
  return shared[1] === 2
}

test.each([Worker, Captured])('a thread that code calls and waits for belongs to the caller: %o', async (Class) => {
  const source = `require('node:worker_threads').parentPort.on('message', (message) => {
    const { shared, port } = message
    require('node:net').connect(port, '${target.host}').on('error', () => {
      shared[1] = Object.keys(message).length
      Atomics.store(shared, 0, 1)
      Atomics.notify(shared, 0)
    })
  })`
  let worker: Worker | undefined
  const call = (port: number): boolean => callAndWait((worker ??= new Class(source, { eval: true })), port)

  const first = await observeEgress(() => call(target.port))
  const second = await observeEgress(() => [call(8443), call(9443)])
  const third = await observeEgress({ allow: [`${target.host}:7`] }, () => call(target.port))
  await worker?.terminate()

  expect(first).toMatchObject({ value: true, violations: [{ ...blocked, phase: 'run' }] })
  expect(second).toMatchObject({ value: [true, true], violations: [{ port: 8443, phase: 'run' }, { port: 9443 }] })
  expect(third).toMatchObject({ value: true, violations: [blocked] })
  for (const { violations } of [first, second, third]) {
    expect(violations[0]?.from).toMatchObject({ file: import.meta.filename })
  }
})

test.each([
  ['a worker of a worker', `new (require('node:worker_threads').Worker)(code, { eval: true })`],
  ['a child of a worker', `require('node:child_process').spawn(process.execPath, ['-e', code])`],
])('%s is guarded too', async (_, start) => {
  const code = `require('node:net').connect(${target.port}, '${target.host}').on('error', () => {})`

  const { violations } = await observeEgress(() => runWorker(`const code = ${JSON.stringify(code)}; ${start}`))

  expect(violations).toMatchObject([blocked])
})

test('a worker of a child is guarded too', async () => {
  const { violations } = await observeEgress(() => {
    execFileSync(process.execPath, [
      '-e',
      `new (require('node:worker_threads').Worker)(${JSON.stringify(phone)}, { eval: true })`,
    ])
  })

  expect(violations).toMatchObject([blocked])
})

test('a worker and its starter treat the server of the other as an own one', async () => {
  const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const source = `
    const { parentPort, workerData } = require('node:worker_threads')
    const net = require('node:net')
    net.connect(workerData, '127.0.0.1').on('data', () => {
      const own = net.createServer((socket) => { socket.end('hello'); own.close() })
      own.listen(0, '127.0.0.1', () => parentPort.postMessage(own.address().port))
    })`

  const { violations } = await observeEgress(async () => {
    const worker = new Worker(source, { eval: true, workerData: (server.address() as net.AddressInfo).port })
    const ended = once(worker, 'exit')
    const [port] = (await once(worker, 'message')) as [number]
    await once(net.connect(port, '127.0.0.1').resume(), 'close')
    await ended
  })

  server.close()
  expect(violations).toEqual([])
})

const capturedVariants = variants.map(([name, options]) => [name, options, options.env === undefined] as const)

test.each(capturedVariants.filter(([, , isInherited]) => isInherited))(
  'a constructor captured before the guard starts a guarded worker with %s, which sees nothing of it',
  async (_, options) => {
    const { violations } = await observeEgress(() => runWorker(phone, options, Captured))

    expect(violations).toMatchObject([{ ...blocked, process: expect.stringMatching(/^worker thread \d+/) }])
    expect(await noEgress(() => runWorker(look, options, Captured))).toEqual(
      await noEgress({ mode: 'off' }, () => runWorker(look, options)),
    )
  },
)

test('a captured constructor starts a guarded worker of a file without any options', async () => {
  const seen = await observeEgress(async () => {
    await once(new Captured(program('connect.cjs')), 'exit')
    expect(() => new Captured('relative.js')).toThrow('relative.js')
    await Promise.resolve()
    expect(Object.keys(Object.getOwnPropertyDescriptor(process, 'env') ?? {})).toContain('value')
  })

  expect(seen).not.toHaveProperty('error')
  expect(seen.violations).toMatchObject([blocked])
})

test('the base of a subclass that was captured before the guard starts a guarded worker', async () => {
  const { violations } = await observeEgress(() => runWorker(phone, {}, CapturedSubclass))

  expect(violations).toMatchObject([blocked])
})

test.each(capturedVariants.filter(([, , isInherited]) => !isInherited))(
  'a captured constructor is refused with %s, with the fix',
  async (_, options) => {
    let thrown: unknown

    const { violations } = await observeEgress(async () => {
      try {
        await runWorker(phone, options, Captured)
      } catch (error) {
        thrown = error
      }
    })

    expect(isEgressBlockedError(thrown)).toBe(true)
    expect(violations).toMatchObject([{ channel: 'worker', reason: 'cannot-guard', count: 1 }])
    expect(violations[0]?.rule).toContain('load that package after the guard')
  },
)

test.each([{ mode: 'off' }, { subprocess: 'allow' }, { mode: 'audit' }] as const)(
  'a captured constructor starts its worker where the scope has %j',
  async (options) => {
    const { value } = await noEgress(options, async () => ({ value: await runWorker(look, {}, Captured) }))

    expect(value).toMatchObject({ execArgv: process.execArgv })
  },
)

test('a policy that cannot follow into the thread refuses it', async () => {
  const { violations } = await observeEgress({ deny: denyNothing }, () => runWorker(phone))

  expect(violations).toMatchObject([{ channel: 'worker', reason: 'cannot-guard' }])
  expect(violations[0]?.rule).toContain('a deny rule is a function')
})

test('a worker starts under the flags of its process, also those that workers refuse', () => {
  expect(runProgram('observe.mjs', ['--expose-gc', '--title', 'a title', '--no-warnings'])).toEqual({
    value: { execArgv: ['--expose-gc', '--title', 'a title', '--no-warnings'] },
    violations: [`${target.host}:${target.port}`],
  })
})

test('a worker starts under the permission model, where it may', () => {
  const flags = ['--permission', '--allow-worker', '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings']
  // Node 25 and later also need the network to be allowed, for the attempt to get as far as the guard.
  if (process.allowedNodeEnvironmentFlags.has('--allow-net')) flags.push('--allow-net')

  expect(runProgram('observe.mjs', flags)).toMatchObject({ violations: [`${target.host}:${target.port}`] })
})

test('the thread of loader hooks belongs to the default policy of the process', () => {
  expect(runProgram('loader-hooks.mjs', ['--no-warnings'])).toEqual({
    answer: 'ERR_EGRESS_BLOCKED',
    ofTheCall: [],
    ofTheProcess: [`${target.host}:${target.port}`],
    leftBehind: [null, null, null],
  })
})

test('the thread of loader hooks belongs to the call that starts it, where the process has no policy', () => {
  expect(runProgram('call-loader.mjs', ['--no-warnings'])).toEqual({
    answer: 'ERR_EGRESS_BLOCKED',
    ofTheCall: [`${target.host}:${target.port}`],
  })
})

test('uninstalling the guard puts the original Worker back', () => {
  expect(runProgram('uninstall.mjs')).toEqual([true, true, true])
})
