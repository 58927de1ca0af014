import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { isEgressBlockedError, noEgress, observeEgress } from '../../src/index.ts'

const isWindows = process.platform === 'win32'
const directory = mkdtempSync(join(tmpdir(), 'agentguard-wait-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** A program that answers as HTTP does, and reports all arrivals to its parent. */
const serve = (place: net.ListenOptions): string => `
  const { parentPort } = require('node:worker_threads')
  const report = (message) => parentPort ? parentPort.postMessage(message) : process.send(message)
  const server = require('node:net').createServer((socket) => {
    report('arrived')
    socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 204 No Content\\r\\n\\r\\n'))
  })
  server.listen(${JSON.stringify(place)}, () => report('listens'))`

/** The server that listens in the end. */
const servers: Readonly<Record<string, (place: net.ListenOptions) => { end(): unknown }>> = {
  'this process': (place) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
    })
    server.listen(place)
    return { end: () => server.close() }
  },
  'a child process': (place) => {
    const child = start(place)
    return { end: () => child.kill('SIGKILL') }
  },
  'a worker thread': (place) => {
    const worker = new Worker(serve(place), { eval: true })
    return { end: () => worker.terminate() }
  },
}

/** One attempt, by a door; it rejects as that door does. */
const doors: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  net: async (place) => {
    const socket = net.connect(place)
    await once(socket, 'connect')
    socket.destroy()
  },
  'http.get': async (place) => {
    const [response] = (await once(http.get(httpOptions(place)), 'response')) as [http.IncomingMessage]
    response.resume()
  },
}
const webDoors: typeof doors = { ...doors, fetch: async (place) => await fetch(urlOf(place)) }

type Place = net.TcpNetConnectOpts | net.IpcNetConnectOpts

function httpOptions(place: Place): http.RequestOptions {
  return 'path' in place
    ? { socketPath: place.path, agent: false }
    : { host: place.host, port: place.port, agent: false }
}

function urlOf(place: Place): string {
  const { host = '', port } = place as net.TcpNetConnectOpts
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`
}

function start(place: net.ListenOptions): ChildProcess {
  return spawn(process.execPath, ['-e', serve(place)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

/** An unguarded server, which counts what arrives. */
async function foreign(place: net.ListenOptions): Promise<unknown[]> {
  const child = start(place)
  const arrived: unknown[] = []
  await once(child, 'message')
  child.on('message', (message) => arrived.push(message))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return arrived
}

async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = net.createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Tries until it succeeds, and returns the codes of what failed before. */
async function poll(attempt: () => Promise<unknown>, begin: () => void): Promise<string[]> {
  const codes: string[] = []
  for (;;) {
    try {
      await attempt()
      return codes
    } catch (error) {
      codes.push(codeOf(error))
    }
    if (codes.length === 2) begin()
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code ?? codeOf(cause)
}

describe.each(Object.keys(servers))('code that waits until %s listens', (name) => {
  const run = async (attempt: () => Promise<unknown>, place: net.ListenOptions): Promise<string[]> => {
    let server: { end(): unknown } | undefined
    const observed = await observeEgress({}, async () => {
      const codes = await poll(attempt, () => {
        server = servers[name]?.(place)
      })
      await server?.end()
      return codes
    })
    if ('error' in observed) throw observed.error
    expect(observed.attempts.filter(({ outcome }) => outcome !== 'allowed')).toEqual([])
    expect(observed.violations).toEqual([])
    return [...new Set(observed.value)]
  }

  test.each(Object.keys(webDoors))('by %s is refused as without the guard, and reports nothing', async (door) => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) {
      const port = await freePort(host === '::1' ? host : '127.0.0.1')
      const codes = await run(async () => await webDoors[door]?.({ host, port }), {
        port,
        host: host === 'localhost' ? '127.0.0.1' : host,
      })
      expect(codes).toEqual(['ECONNREFUSED'])
    }
  })

  test.skipIf(isWindows).each(Object.keys(doors))('at a unix path by %s, too', async (door) => {
    const path = join(directory, `${name}-${door}`.replaceAll(/\W/g, '-'))

    const [first, ...rest] = await run(async () => await doors[door]?.({ path }), { path })
    expect(first).toBe('ENOENT')
    // There, the server has made its file and does not listen yet.
    expect(['', 'ECONNREFUSED']).toContain(rest.join())
  })
})

const bothAddresses: net.LookupFunction = (_, __, callback) => {
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ])
}

test('a server that begins to listen between two addresses of one attempt was waited for', async () => {
  const port = await freePort()
  const [begin, begun] = ['begin', 'begun'].map((name) => join(directory, `${name}-${port}`)) as [string, string]
  const program = `
    const fs = require('node:fs')
    const wait = () => fs.existsSync(${JSON.stringify(begin)}) ? listen() : setTimeout(wait, 5)
    const listen = () => require('node:net').createServer().listen(${port}, '127.0.0.1', () => {
      fs.writeFileSync(${JSON.stringify(begun)}, '')
    })
    wait()`
  const observed = await observeEgress({}, async () => {
    const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' })
    const socket = net.connect({ host: 'localhost', port, lookup: bothAddresses, autoSelectFamily: true })
    socket.once('connectionAttemptFailed', () => {
      writeFileSync(begin, '')
      while (!existsSync(begun)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    })
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    child.kill('SIGKILL')
    return error.code
  })

  expect(observed).toMatchObject({ value: 'ECONNREFUSED', violations: [] })
})

test('Node makes the error, so that only isEgressBlockedError sees a difference', async () => {
  const port = await freePort()
  const attempt = async (): Promise<unknown> =>
    await new Promise((resolve) => {
      net.connect({ host: '127.0.0.1', port }).on('error', resolve)
    })
  const bare = (await attempt()) as Error
  const observed = await observeEgress({}, attempt)

  const { value } = observed as { value: Error }
  expect(value).toEqual(bare)
  expect(Object.entries(value)).toEqual(Object.entries(bare))
  expect([value, bare].map(isEgressBlockedError)).toEqual([true, false])
})

test('a place where no own server listens is a violation, and the same one beside a foreign server', async () => {
  const port = await freePort()
  const attempt = (): Promise<unknown> => fetch(`http://127.0.0.1:${port}/v1/traces`).catch(() => 'failed')
  const alone = await observeEgress({}, attempt)
  const arrived = await foreign({ host: '127.0.0.1', port })
  const beside = await observeEgress({}, attempt)

  const kinds = [alone, beside].map(({ violations }) =>
    violations.map((one) => ({ ...one, at: 0, stack: [], from: undefined })),
  )
  expect(kinds[0]).toMatchObject([{ host: '127.0.0.1', port, reason: 'loopback-not-own', count: 1 }])
  expect(kinds[1]).toEqual(kinds[0])
  expect(arrived).toEqual([])
})

test('a foreign server receives nothing of a wait for it, and the wait ends as a violation', async () => {
  const port = await freePort()
  const arrived = await foreign({ host: '127.0.0.1', port })
  const attempt = async (): Promise<void> => {
    for (let tries = 0; tries < 3; tries += 1) {
      await Promise.all(Object.values(webDoors).map((door) => door({ host: '127.0.0.1', port }).catch(() => {})))
    }
  }

  await expect(noEgress(attempt)).rejects.toThrow(`127.0.0.1:${port}`)
  expect(arrived).toEqual([])
})

test('a place that a deny rule or loopback: none blocks is a violation, whatever begins to listen', async () => {
  for (const options of [{ deny: 'localhost' }, { loopback: 'none' }] as const) {
    const port = await freePort()
    const { violations } = await observeEgress(options, async () => {
      await doors['net']?.({ host: '127.0.0.1', port }).catch(() => {})
      const server = net.createServer().listen(port, '127.0.0.1')
      await once(server, 'listening')
      server.close()
    })
    expect(violations).toHaveLength(1)
  }
})

test('an outer locked policy lets code wait as well', async () => {
  const port = await freePort()
  const place = { host: '127.0.0.1', port }
  let server: { end(): unknown } | undefined
  const wait = (): Promise<string[]> =>
    poll(
      async () => await doors['net']?.(place),
      () => {
        server = servers['a child process']?.(place)
      },
    )

  await expect(noEgress({ locked: true }, () => noEgress(wait))).resolves.toContain('ECONNREFUSED')
  await server?.end()
})

test('a child process that waits for a server of the test is not reported', async () => {
  const port = await freePort()
  const waits = `
    const again = () => require('node:net').connect(${port}, '127.0.0.1', () => process.exit(0))
      .on('error', ({ code }) => { process.send(code); setTimeout(again, 10) })
    again()`
  const codes: unknown[] = []
  const observed = await observeEgress({}, async () => {
    const child = spawn(process.execPath, ['-e', waits], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    child.on('message', (code) => codes.push(code))
    await once(child, 'message')
    const server = net.createServer().listen(port, '127.0.0.1')
    const [exitCode] = (await once(child, 'exit')) as [number]
    server.close()
    return exitCode
  })

  expect(observed).toMatchObject({ value: 0, violations: [] })
  expect(new Set(codes)).toEqual(new Set(['ECONNREFUSED']))
})
