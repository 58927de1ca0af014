import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { covering } from '../../../scripts/covering.ts'
import { allJestMajors, modes, runJest } from './jest/run-jest.ts'
import { allVitestMajors, runVitest } from './vitest/run-vitest.ts'

/** The same tests for both runners. */
const tests = `
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
const tryOnce = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => resolve('connected')).on('error', ({ code }) => resolve(code))
  socket.on('connect', () => socket.destroy())
})
const ports = {}
beforeAll(async () => {
  for (const name of ['child', 'later', 'worker']) ports[name] = await freePort()
})
const program = (port) => "const server = require('http').createServer((request, response) => response.end('here'));" +
  "server.listen(" + port + ", '127.0.0.1')"
test('waits for a child process', async () => {
  const child = spawn(process.execPath, ['-e', program(ports.child)])
  try {
    for (;;) {
      const answer = await fetch('http://localhost:' + ports.child).catch((error) => {
        if (error.cause.code !== 'ECONNREFUSED') throw error
      })
      if (answer) return await answer.text()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  } finally {
    child.kill()
  }
}, 60_000)
describe('a port', () => {
  test('is tried before another test listens there', async () => {
    if (await tryOnce(ports.later) !== 'ECONNREFUSED') throw new Error('not refused')
  })
})
test('waits for a worker thread', async () => {
  const worker = new Worker(program(ports.worker), { eval: true })
  while (await tryOnce(ports.worker) !== 'connected') await new Promise((resolve) => setTimeout(resolve, 10))
  await worker.terminate()
}, 60_000)
test('listens there', async () => {
  const server = net.createServer().listen(ports.later, '127.0.0.1')
  await once(server, 'listening')
  server.close()
})
test('tries a foreign port', async () => {
  await tryOnce(Number(process.env.FOREIGN_PORT))
})
`

const imports = [
  `{ once } from 'node:events'`,
  `net from 'node:net'`,
  `{ spawn } from 'node:child_process'`,
  `{ Worker } from 'node:worker_threads'`,
]

const names = [
  'waits for a child process',
  'a port is tried before another test listens there',
  'waits for a worker thread',
  'listens there',
]
const guilty = 'tries a foreign port'

/** A port, and what arrives there while a foreign server listens. */
async function someonesPort(isListening: boolean): Promise<{ port: number; arrived: () => number }> {
  let count = 0
  const server = createServer((socket) => {
    count += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  if (isListening) onTestFinished(() => void server.close())
  else {
    server.close()
    await once(server, 'close')
  }
  return { port, arrived: () => count }
}

const inJest = covering(
  allJestMajors.flatMap((major) =>
    [true, false].flatMap((listens) => Object.entries(modes).map(([mode, args]) => ({ major, listens, mode, args }))),
  ),
)

describe.each(inJest)('Jest $major $mode, a foreign server listens: $listens', ({ major, listens, args }) => {
  test('waiting for a server of the file is not egress', async () => {
    const { port, arrived } = await someonesPort(listens)
    const head = imports.map((text) => `const ${text.replace(' from ', ' = require(')})`).join('\n')
    const files = { 'waiting.test.js': `${head}\n${tests}` }
    const run = await runJest({ major, files, args, env: { FOREIGN_PORT: String(port) } })

    const outcomes = Object.entries(run.tests).map(([name, { blocked }]) => [name.replace(/^[^:]+: /, ''), blocked])
    expect(Object.fromEntries(outcomes)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, []])),
      [guilty]: [`127.0.0.1:${port}`],
    })
    expect([run.code, arrived()]).toEqual([1, 0])
  })
})

const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard()], test: { include: ['waiting/*.test.mjs'] } }
`
const inVitest = covering(
  allVitestMajors.flatMap((major) =>
    (['forks', 'threads', 'vmThreads'] as const).flatMap((pool) =>
      [true, false].map((listens) => ({ major, pool, listens })),
    ),
  ),
)

describe.each(inVitest)('Vitest $major, $pool, a foreign server listens: $listens', ({ major, pool, listens }) => {
  test('waiting for a server of the file is not egress', async () => {
    const { port, arrived } = await someonesPort(listens)
    const head = [`{ beforeAll, describe, test } from 'vitest'`, ...imports].map((text) => `import ${text}`).join('\n')
    const files = { 'waiting.config.mjs': config, 'waiting/waiting.test.mjs': `${head}\n${tests}` }
    const args = ['--config=waiting.config.mjs', `--pool=${pool}`]
    const run = await runVitest({ major, args, files, env: { FOREIGN_PORT: String(port) } })

    const states = Object.entries(run.tests).map(([name, { state }]) => [name.replace(/^[^:]+: /, ''), state])
    expect(Object.fromEntries(states)).toEqual({
      ...Object.fromEntries(names.map((name) => [name.replace('a port ', 'a port > '), 'passed'])),
      [guilty]: 'failed',
    })
    const errors = Object.values(run.tests).flatMap((one) => one.errors)
    expect(errors.join()).toMatch(new RegExp(`^\\w+: Egress blocked: connect 127\\.0\\.0\\.1:${port}`))
    expect(errors).toHaveLength(1)
    expect([run.code, arrived()]).toEqual([1, 0])
  })
})
