import { AsyncLocalStorage } from 'node:async_hooks'
import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

// These tests show the limits that the README lists: where one fails, the limit is gone and the README is out of date.
const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard-limits-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the body of a judged request belongs to it, whatever writes it', async () => {
  const request = await noEgress({ allow: 'localhost' }, () => {
    const made = http.request({ host: '127.0.0.1', port: far.ports.http, method: 'POST', agent: false })
    made.write('one ')
    return made
  })
  const { violations } = await observeEgress(async () => {
    request.end('two')
    await once(request, 'response')
  })

  expect(violations).toEqual([])
  expect(await far.take()).toEqual(['http connection', 'http POST / one two'])
})

test('a function in allow does not follow into a child process: there, its destinations are blocked', async () => {
  const script = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', (e) => console.log(e.code))`

  const { violations } = await observeEgress({ allow: ({ port }) => port === far.ports.tcp }, async () => {
    await once(execFile(process.execPath, ['-e', script]), 'exit')
  })

  expect(violations).toMatchObject([{ reason: 'loopback-not-own', port: far.ports.tcp }])
})

test('a thread of loader hooks that was registered before the guard is not guarded, unless by its preload', async () => {
  await far.take()
  const hooks = `
    import { once } from 'node:events'
    import http from 'node:http'
import net from 'node:net'
    export async function resolve(specifier, context, next) {
      if (specifier !== 'virtual:attempt') return next(specifier, context)
      await once(net.connect(${far.ports.tcp}, '127.0.0.1'), 'connect').catch(() => {})
      return { url: 'data:text/javascript,', shortCircuit: true }
    }`
  const program = join(folder, 'program.mjs')
  const dist = join(import.meta.dirname, '../../dist')
  writeFileSync(
    program,
    `import { register } from 'node:module'
    register('data:text/javascript,${encodeURIComponent(hooks).replaceAll("'", '%27')}')
    const { installGuard } = await import(${JSON.stringify(pathToFileURL(join(dist, 'index.js')).href)})
    const guard = installGuard()
    await import('virtual:attempt')
    process.exitCode = guard.violations.length`,
  )

  expect(spawnSync(process.execPath, [program]).status).toBe(0)
  expect(await far.take()).not.toEqual([])

  expect(spawnSync(process.execPath, ['--require', join(dist, 'register.cjs'), program]).status).toBe(1)
  expect(await far.take()).toEqual([])
})

test('a send from the queue of an SDK is reported without the project line that filled the queue', async () => {
  const sdk = join(folder, 'node_modules/queue-sdk')
  mkdirSync(sdk, { recursive: true })
  writeFileSync(
    join(sdk, 'index.js'),
    `const queue = []
    const send = (port) => require('node:net').connect(port, '127.0.0.1').on('error', () => {})
    exports.start = () => setInterval(() => queue.splice(0).forEach(send), 1)
    exports.track = (port) => queue.push(port)`,
  )
  // The package is JavaScript.
  const { start, track } = createRequire(join(folder, 'app.js'))('queue-sdk') as {
    start: () => NodeJS.Timeout
    track: (port: number) => void
  }

  const seen = await observeEgress(() => {
    const timer = start()
    track(far.ports.tcp)
    return { timer }
  })
  await vi.waitUntil(() => seen.violations.length > 0)
  if ('value' in seen) clearInterval(seen.value.timer)

  expect(seen.violations).toMatchObject([{ port: far.ports.tcp, culprit: { name: 'queue-sdk' } }])
  expect(seen.violations[0]).not.toHaveProperty('from')
})

// This test comes last: it leaves this process without a guard.
test('code can take the guard off on purpose: it runs in the same process', async () => {
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
