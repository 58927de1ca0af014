import { AsyncLocalStorage } from 'node:async_hooks'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

// What the README lists as limits, shown: where one of these fails, the limit is gone and the README is out of date.
const far = await startFar()

test('a raw connection that a looser scope opened can be written to by a stricter one', async () => {
  const socket = net.connect(far.ports.tcp, '127.0.0.1')
  await noEgress({ allow: 'localhost' }, () => once(socket, 'connect'))
  await far.take()

  const { violations } = await observeEgress(async () => {
    socket.write('hello\n')
    await once(socket, 'data')
  })
  socket.destroy()

  expect(violations).toEqual([])
  expect(await far.take()).toEqual(['tcp data hello'])
})

test('behind SOCKS without TLS only the proxy is judged', async () => {
  const { attempts } = await observeEgress({ allow: `localhost:${far.ports.socks}` }, async () => {
    const socket = net.connect(far.ports.socks, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(Buffer.from([5, 1, 0]))
    await once(socket, 'data')
    socket.destroy()
  })

  expect(attempts).toMatchObject([{ outcome: 'allowed', port: far.ports.socks }])
})

test('a function in allow does not follow into a child process: there, its destinations are blocked', async () => {
  const script = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', (e) => console.log(e.code))`

  const { violations } = await observeEgress({ allow: ({ port }) => port === far.ports.tcp }, async () => {
    await once(execFile(process.execPath, ['-e', script]), 'exit')
  })

  expect(violations).toMatchObject([{ reason: 'loopback-not-own', port: far.ports.tcp }])
})

test('code that means to can take the guard off: it runs in the same process', async () => {
  await far.take()
  const { violations } = await observeEgress(async () => {
    const engine: unknown = Reflect.get(AsyncLocalStorage, Symbol.for('agentguard.engine'))
    ;(engine as { restore: () => void }).restore()
    const socket = net.connect(far.ports.tcp, '127.0.0.1')
    await once(socket, 'connect')
    socket.destroy()
  })

  expect(violations).toEqual([])
  expect(await far.take()).not.toEqual([])
})
