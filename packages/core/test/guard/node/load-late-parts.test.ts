import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startFar } from '../../flows/far/start-far.ts'

const far = await startFar()

// From the package's own folder, its name resolves to its `exports`.
const packageRoot = new URL('../../..', import.meta.url)

/** Code that lists the files that V8 has compiled in its process or thread, later ones too. */
const watchFiles = `
  const files = []
  const session = new (process.getBuiltinModule('inspector').Session)()
  session.connect()
  session.on('Debugger.scriptParsed', ({ params }) => files.push(params.url.replace(/.*[/\\\\]/, '')))
  session.post('Debugger.enable')
  const late = () => files.filter((file) => file.startsWith('late'))`

/** What a program prints last, as JSON; `compiled` says whether the late parts were. */
async function run(body: string, entry: 'module' | 'commonjs', env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const core = entry === 'module' ? "await import('@agentguard/core')" : "require('@agentguard/core')"
  const program = `
    const load = (name) => process.getBuiltinModule(name)
    ${watchFiles}
    const compiled = () => files.includes('late.cjs')
    const { installGuard } = ${core}
    const say = (value) => process.stdout.write(JSON.stringify(value))
    ${body}`
  const args = [`--input-type=${entry}`, '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: packageRoot,
    env: { ...process.env, ...env },
  })
  return JSON.parse(stdout)
}

const entries = ['module', 'commonjs'] as const

test.each(entries)('a process that blocks nothing compiles no late part: %s', async (entry) => {
  const body = `
    installGuard({ allow: '127.0.0.1:${far.ports.http}' })
    const get = (port, next) => load('http').get({ port, host: '127.0.0.1' }, (answer) => answer.on('end', next).resume())
    const server = load('http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
      get(server.address().port, () => {
        get(${far.ports.http}, () => fetch('http://127.0.0.1:${far.ports.http}/').then((answer) => answer.text()).then(() => {
          say(compiled())
          process.exit()
        }))
      })
    })`

  expect(await run(body, entry)).toBe(false)
})

test.each(entries)('the late parts need nothing that a program can take away: %s', async (entry) => {
  const body = `
    const guard = installGuard()
    const fs = load('fs')
    const before = compiled()
    fs.readFileSync = fs.realpathSync = fs.openSync = load('vm').Script = () => { throw new Error('replaced') }
    const { map } = Array.prototype
    Array.prototype.map = () => { throw new Error('replaced') }
    const socket = load('net').connect(9, '192.0.2.1')
    Array.prototype.map = map
    socket.on('error', ({ message, code }) => {
      const [{ host, port, stack }] = guard.violations
      say({ before, after: compiled(), message, code, host, port, hasStack: stack.length > 0 })
    })`

  expect(await run(body, entry)).toEqual({
    before: false,
    after: true,
    message: 'Egress blocked: connect 192.0.2.1:9',
    code: 'ERR_EGRESS_BLOCKED',
    host: '192.0.2.1',
    port: 9,
    hasStack: true,
  })
})

/** What a worker posts: the late parts that it compiled at its start, and its heap in bytes. */
const look = `
  const { parentPort } = require('worker_threads')
  ${watchFiles}
  session.disconnect()
  require('v8').setFlagsFromString('--expose-gc')
  require('vm').runInNewContext('gc')()
  const heap = require('v8').getHeapStatistics().used_heap_size
  parentPort.postMessage({ late: late(), heap })`

test('a thread loads what joins it to its scope, and no other late part', async () => {
  const body = `
    const { observeEgress, noEgress } = require('@agentguard/core')
    const start = () => new Promise((done) => new (load('worker_threads').Worker)(${JSON.stringify(look)}, { eval: true }).on('message', done))
    const look = async () => { await start(); return start() }
    noEgress({ mode: 'off' }, look).then(async (bare) => say({ bare, guarded: await noEgress(look) }))`

  // Kept code contains what the process that kept it has called, and takes more memory for each of that.
  const { bare, guarded } = (await run(body, 'commonjs', { NODE_DISABLE_COMPILE_CACHE: '1' })) as Record<
    'bare' | 'guarded',
    { late: string[]; heap: number }
  >

  expect([bare.late, guarded.late]).toEqual([[], ['late-joining.cjs']])
  // Most of it is the text of the core, and what V8 compiled of it.
  expect(guarded.heap - bare.heap).toBeLessThan(1_600_000)
})

test('a child that attempts nothing loads what joins it to its scope, and no other late part', async () => {
  const child = `
    ${watchFiles}
    // Listeners of this event run in turn, and the guard added its own before.
    process.on('exit', () => process.stdout.write(JSON.stringify(late())))`
  const body = `
    const { noEgress } = require('@agentguard/core')
    const start = () => new Promise((done) => {
      load('child_process').execFile(process.execPath, ['--eval', ${JSON.stringify(child)}], (error, stdout) => done(error?.message ?? JSON.parse(stdout)))
    })
    noEgress(start).then(say)`

  expect(await run(body, 'commonjs')).toEqual(['late-joining.cjs'])
})
