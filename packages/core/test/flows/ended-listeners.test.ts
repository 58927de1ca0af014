import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, unlinkSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'

const serve = (place: net.ListenOptions): string => `
  const server = require('node:net').createServer((socket) => { process.send?.('arrived'); socket.end() })
  server.listen(${JSON.stringify(place)}, () => {
    const { port = 0 } = server.address()
    const { parentPort } = require('node:worker_threads')
    if (parentPort) parentPort.postMessage(port)
    else process.send(port)
  })`

/** A server of an unguarded process, which counts what arrives. */
async function foreign(place: net.ListenOptions): Promise<unknown[]> {
  const child = start(place)
  onTestFinished(() => void child.kill('SIGKILL'))
  const arrived: unknown[] = []
  await once(child, 'message')
  child.on('message', (message) => arrived.push(message))
  return arrived
}

function start(place: net.ListenOptions): ChildProcess {
  return spawn(process.execPath, ['-e', serve(place)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

async function expectBlocked(place: net.TcpNetConnectOpts | net.IpcNetConnectOpts, arrived: unknown[]): Promise<void> {
  const { violations } = await observeEgress({}, async () => {
    const socket = net.connect(place).on('error', () => {})
    await new Promise((resolve) => {
      socket.on('close', resolve)
    })
  })

  expect(violations).toHaveLength(1)
  expect(arrived).toEqual([])
}

test('an own server for IPv6 alone does not make a foreign one on the same port of IPv4 an own one', async () => {
  const server = net.createServer()
  onTestFinished(() => void server.close())
  await observeEgress({}, async () => await once(server.listen({ host: '::', ipv6Only: true, port: 0 }), 'listening'))
  const port = Number(Reflect.get(server.address() ?? {}, 'port'))

  await expectBlocked({ host: '127.0.0.1', port }, await foreign({ host: '127.0.0.1', port }))
})

test('a port of a child that has ended is foreign when another process takes it', async () => {
  let port = 0
  await observeEgress({}, async () => {
    const child = start({ host: '127.0.0.1', port: 0 })
    ;[port] = (await once(child, 'message')) as [number]
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  await expectBlocked({ host: '127.0.0.1', port }, await foreign({ host: '127.0.0.1', port }))
})

test('a port of a worker that has ended is foreign when another process takes it', async () => {
  let port = 0
  await observeEgress({}, async () => {
    const worker = new Worker(serve({ host: '127.0.0.1', port: 0 }), { eval: true })
    ;[port] = (await once(worker, 'message')) as [number]
    await worker.terminate()
  })

  await expectBlocked({ host: '127.0.0.1', port }, await foreign({ host: '127.0.0.1', port }))
})

test('a port of a child that listens is an own one', async () => {
  const { violations } = await observeEgress({}, async () => {
    const child = start({ host: '127.0.0.1', port: 0 })
    const [port] = (await once(child, 'message')) as [number]
    await once(net.connect(port, '127.0.0.1').resume(), 'close')
    child.kill('SIGKILL')
  })

  expect(violations).toEqual([])
})

test.skipIf(process.platform === 'win32')('a unix socket that another process has bound again is foreign', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'agentguard-path-'))
  const path = join(directory, 's')
  const server = net.createServer()
  onTestFinished(() => {
    server.close()
    rmSync(directory, { recursive: true })
  })
  await observeEgress({}, async () => await once(server.listen(path), 'listening'))
  unlinkSync(path)

  await expectBlocked({ path }, await foreign({ path }))
})

test.skipIf(process.platform === 'win32')('a unix socket of a child that has ended is foreign', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'agentguard-path-'))
  const path = join(directory, 's')
  onTestFinished(() => rmSync(directory, { recursive: true }))
  await observeEgress({}, async () => {
    const child = start({ path })
    await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  unlinkSync(path)

  await expectBlocked({ path }, await foreign({ path }))
})
