import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import dgram from 'node:dgram'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'
import { violationsOf } from './violations-of.ts'

const far = await startFar()
const mute = 'localhost'

/** The outcome of one way out: a word for the error that the code sees. */
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  net: () => failed(connect(far.ports.tcp, '127.0.0.1').end('x')),
  http: () => failed(http.get(`http://127.0.0.1:${far.ports.http}/muted`)),
  fetch: () => fetch(`http://127.0.0.1:${far.ports.http}/muted`).catch((error: unknown) => codeOf(error)),
  unix: () => failed(connect(far.unixPath)),
  udp: async () => {
    const socket = dgram.createSocket('udp4')
    return new Promise((resolve) =>
      socket.send('x', far.ports.udp, '127.0.0.1', (error) => {
        socket.close()
        resolve(codeOf(error))
      }),
    )
  },
}

test.each(Object.keys(ways))('a muted attempt through %s is blocked, and fails nothing', async (name) => {
  const options = { mute: [mute, `unix:${far.unixPath}`] }
  await expect(noEgress(options, () => ways[name]?.())).resolves.toBe('ERR_EGRESS_BLOCKED')
  expect(await far.take()).toEqual([])
})

test('a muted attempt is recorded, and is not a violation', async () => {
  const seen = await observeEgress({ mute }, () => ways['http']?.())

  expect(seen.violations).toEqual([])
  expect(seen.attempts).toMatchObject([{ outcome: 'muted', reason: 'loopback-not-own', rule: 'localhost', count: 1 }])
  expect(await far.take()).toEqual([])
})

test('an attempt that is not muted fails beside a muted one', async () => {
  const violations = await violationsOf(
    () => Promise.all([ways['http']?.(), fetch('http://192.0.2.7/new').catch(() => {})]),
    { mute },
  )

  expect(violations).toMatchObject([{ outcome: 'blocked', host: '192.0.2.7' }])
  expect(await far.take()).toEqual([])
})

const connectFar = (): unknown => ways['net']?.()

test('a deny rule wins over mute, also one of an outer level', async () => {
  expect(await violationsOf(connectFar, { mute, deny: 'localhost' })).toMatchObject([{ reason: 'denied' }])
  const inner = (): Promise<unknown> => noEgress({ deny: 'localhost' }, () => noEgress({ mute }, connectFar))
  await expect(inner()).rejects.toThrow('denied by localhost')
  expect(await far.take()).toEqual([])
})

test('mute rules follow into child processes and worker threads', async () => {
  const code = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {})`
  await noEgress({ mute }, async () => {
    const child = spawn(process.execPath, ['-e', code], { stdio: 'inherit' })
    const worker = new Worker(code, { eval: true })
    await Promise.all([once(child, 'exit'), once(worker, 'exit')])
  })
  expect(await far.take()).toEqual([])
})

async function failed(emitter: NodeJS.EventEmitter): Promise<unknown> {
  const [error] = (await once(emitter, 'error')) as unknown[]
  return codeOf(error)
}

/** `fetch` wraps the error of its socket. */
function codeOf(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at) return at.code
  return error
}
