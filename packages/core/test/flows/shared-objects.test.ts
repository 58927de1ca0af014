import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { globSync, readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const port = far.ports.tcp
const restores: (() => void)[] = []
afterEach(() => {
  for (const restore of restores.splice(0)) restore()
})

/** Every key that sources of the guard read or write. */
const keys = [
  ...new Set(
    globSync('{policy,evidence,guard,testing}/**/*.ts', { cwd: new URL('../../src', import.meta.url).pathname })
      .map((file) => readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8'))
      .flatMap((text) => [...text.matchAll(/(?:[.{,]|\?\.)\s*([a-z_]\w*)/gi)].map(([, key = '']) => key)),
  ),
].filter((key) => !Object.hasOwn(Object.prototype, key))

function* none(): Generator<never> {}

test('the keys of the guard are found in its sources', () => {
  expect(keys).toEqual(
    expect.arrayContaining(['own', 'audit', 'names', 'outer', 'allowed', 'programs', 'carried', 'mode']),
  )
})

test.each([
  ['true', true, true],
  ['true, hidden', true, false],
  ['a text', 'off', true],
  ['a list', ['127.0.0.1', 'localhost'], true],
  ['a map', new Map([['127.0.0.1', 'x']]), true],
])('no key of all objects that is %s lets a connection pass', async (_, value, enumerable) => {
  for (const key of keys) {
    await observeEgress({}, async () => await connect(port, key, { value, enumerable }))
  }

  expect(await far.take()).toEqual([])
})

test.each(['own', 'audit', 'mode', 'names', 'outer', 'allowed', 'programs', 'by', 'proxy', 'loopback', 'carried'])(
  'a connection is blocked and recorded while all objects have the key %s',
  async (key) => {
    const { violations } = await observeEgress(
      {},
      async () => await connect(port, key, { value: 'off', enumerable: true }),
    )

    expect(violations).toMatchObject([{ reason: 'loopback-not-own', port }])
  },
)

test.each([
  ['own', true],
  ['audit', true],
  ['mode', 'off'],
  ['loopback', 'any'],
])('a call is guarded where all objects had the key %s before it', async (key, value) => {
  Reflect.defineProperty(Object.prototype, key, { value, enumerable: true, configurable: true, writable: true })
  restores.push(() => void Reflect.deleteProperty(Object.prototype, key))

  const { violations } = await observeEgress({}, async () => void (await closed(net.connect(port, '127.0.0.1'))))

  expect(violations).toHaveLength(1)
  expect(await far.take()).toEqual([])
})

test('an allowed connection passes whatever all objects have', async () => {
  for (const key of ['own', 'audit', 'deny', 'outer', 'locked', 'reason', 'names', 'address']) {
    const opened = await noEgress({ allow: `127.0.0.1:${far.ports.http}` }, async () => {
      return await connect(far.ports.http, key, { value: true, enumerable: true })
    })
    expect(opened, key).toBe(true)
  }
})

test.each(Object.entries(replacements()))(
  '%s replaced: nothing passes, and it is recorded',
  async (_, [object, key, value]) => {
    const { violations } = await observeEgress({}, async () => {
      const socket = replaced(object, key, { value, writable: true }, () => net.connect(port, '127.0.0.1'))
      await closed(socket)
    })

    expect(violations).toHaveLength(1)
    expect((await far.take()).filter((arrival) => arrival.startsWith('tcp'))).toEqual([])
  },
)

test('a child is guarded and reports where the functions of fs are replaced', async () => {
  for (const key of [
    'openSync',
    'writeSync',
    'writeFileSync',
    'readSync',
    'fstatSync',
    'mkdtempSync',
    'closeSync',
  ] as const) {
    const original = fs[key]
    Object.assign(fs, {
      [key]: () => {
        throw new Error('no file system here')
      },
    })
    restores.push(() => {
      Object.assign(fs, { [key]: original })
      syncBuiltinESMExports()
    })
  }
  syncBuiltinESMExports()

  const { violations } = await observeEgress({}, async () => {
    await once(spawn(process.execPath, ['-e', `net.connect(${port}, '127.0.0.1').on('error', () => {})`]), 'exit')
  })

  expect(violations).toMatchObject([{ port, reason: 'loopback-not-own' }])
})

function replacements(): Readonly<Record<string, readonly [object: object, key: PropertyKey, value: unknown]>> {
  return {
    'the iterator of lists': [Array.prototype, Symbol.iterator, none],
    'the step of that iterator': [Object.getPrototypeOf([][Symbol.iterator]()), 'next', () => ({ done: true })],
    'the iterator of maps': [Map.prototype, Symbol.iterator, none],
    'Map.prototype.get': [Map.prototype, 'get', () => 'x'],
    'Map.prototype.has': [Map.prototype, 'has', () => true],
    'Array.prototype.some': [Array.prototype, 'some', () => true],
    'Array.prototype.includes': [Array.prototype, 'includes', () => true],
    'Array.prototype.push': [Array.prototype, 'push', () => 0],
    'String.prototype.startsWith': [String.prototype, 'startsWith', () => true],
    'RegExp.prototype.test': [RegExp.prototype, 'test', () => true],
    'Error.captureStackTrace': [Error, 'captureStackTrace', () => {}],
    'Object.hasOwn': [Object, 'hasOwn', () => true],
    'Reflect.apply': [Reflect, 'apply', () => undefined],
  }
}

const seen: unknown[] = []
const { call } = Function.prototype

function seeing(this: unknown, ...args: unknown[]): unknown {
  seen.push(this)
  return Reflect.apply(call, this, args)
}

test('Function.prototype.call replaced gets no function of Node', async () => {
  const request = await observeEgress({ allow: `127.0.0.1:${far.ports.http}` }, async () => {
    const socket = replaced(Function.prototype, 'call', { value: seeing, writable: true }, () =>
      net.connect(far.ports.http, '127.0.0.1'),
    )
    await closed(socket)
  })

  expect(request.violations).toEqual([])
  expect(seen.filter((fn) => typeof fn === 'function' && ['connect', 'connect6'].includes(fn.name))).toEqual([])
})

async function connect(to: number, key: string, descriptor: PropertyDescriptor): Promise<boolean> {
  const given = { ...descriptor, writable: true }
  return await closed(replaced(Object.prototype, key, given, () => net.connect(to, '127.0.0.1')))
}

/** Waits for the end of a socket, and says whether it was open. */
async function closed(socket: net.Socket | undefined): Promise<boolean> {
  if (!socket) return false
  let isOpen = false
  const open = (): void => {
    isOpen = true
    socket.destroy()
  }
  await new Promise<void>((resolve) => {
    socket
      .on('error', () => {})
      .on('connect', open)
      .on('close', () => resolve())
  })
  return isOpen
}

/** What `fn` returns while an object has another property; nothing where Node itself needs the original. */
function replaced<T>(object: object, key: PropertyKey, descriptor: PropertyDescriptor, fn: () => T): T | undefined {
  const before = Reflect.getOwnPropertyDescriptor(object, key)
  Object.defineProperty(object, key, Object.assign(Object.create(null), { ...descriptor, configurable: true }))
  try {
    return fn()
  } catch {
    return undefined
  } finally {
    if (before) Reflect.defineProperty(object, key, before)
    else Reflect.deleteProperty(object, key)
  }
}
