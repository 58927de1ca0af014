import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { installGuard } from '../../../src/index.ts'
import { engine } from '../../../src/guard/engine/engine.ts'
import { completeAttempt } from '../../../src/guard/judging/complete-attempt.ts'
import { createScope } from '../../../src/guard/scope/scope.ts'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

const scope = createScope({ name: 'test', policy: createPolicy({}, 'the test') })

async function listen(where: { port: number; host: string } | { path: string }): Promise<number> {
  const guard = installGuard({ allow: [] })
  const server = createServer().listen(where)
  onTestFinished(() => {
    server.close()
    guard.uninstall()
  })
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function complete(attempt: Attempt): Attempt {
  return completeAttempt(engine(), scope, attempt)
}

test('a port that this process listens on is its own, by address and by name', async () => {
  const port = await listen({ port: 0, host: '127.0.0.1' })
  const local: Attempt = { channel: 'tcp', host: '127.0.0.1', address: '127.0.0.1', port, raw: '' }
  expect(complete(local).own).toBe(true)
  expect(complete({ ...local, host: 'localhost', address: undefined }).own).toBe(true)
  expect(complete({ ...local, channel: 'udp' }).own).toBe(false)
})

test('localhost behind a proxy on another machine is not own', async () => {
  const port = await listen({ port: 0, host: '127.0.0.1' })
  const behind: Attempt = { channel: 'http', host: 'localhost', port, raw: '' }
  expect(complete({ ...behind, proxy: '127.0.0.1:8080' }).own).toBe(true)
  expect(complete({ ...behind, proxy: '192.0.2.1:8080' }).own).not.toBe(true)
})

test('an address has the names that DNS gave it for in this scope', () => {
  engine().answers.learn(scope, 'api.example', ['192.0.2.7'])
  expect(complete({ channel: 'tcp', host: '192.0.2.7', port: 443, raw: '' }).names).toEqual(['api.example'])
})

test('a unix socket is judged by its whole path, and is its own while it is listened on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-complete-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'own.sock')
  const spelled = `${folder}/sub/../own.sock`
  expect(complete({ channel: 'pipe', unixPath: spelled, raw: spelled })).toMatchObject({ unixPath: path })
  await listen({ path })
  expect(complete({ channel: 'pipe', unixPath: spelled, raw: spelled })).toMatchObject({ unixPath: path, own: true })
})
