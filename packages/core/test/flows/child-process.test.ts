import childProcess, { execFile, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { noEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'
import { violationsOf } from './violations-of.ts'

const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard children '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const reach = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {}).on('connect', function () { this.destroy() })`
const script = join(folder, 'reach.cjs')
// A worker of a cluster ends as soon as it is disconnected.
writeFileSync(script, `const socket = ${reach}\nif (process.send) socket.on('close', () => process.disconnect())\n`)
const node = process.execPath
const quoted = `"${node}" "${script}"`
const named = { PATH: dirname(node) }
const net = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []

async function ended(child: childProcess.ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

/** A child that runs a text and can send messages. */
function talking(text: string): childProcess.ChildProcess {
  return spawn(node, ['-e', text], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

const ways: readonly (readonly [string, () => unknown])[] = [
  ['spawn', () => ended(spawn(node, [script]))],
  ['spawn through a shell', () => ended(spawn(quoted, { shell: true }))],
  ['spawn of a detached process', () => ended(spawn(node, [script], { detached: true, stdio: 'ignore' }))],
  ['spawn with no environment', () => ended(spawn(node, [script], { env: {} }))],
  ['spawn with its own NODE_OPTIONS', () => ended(spawn(node, [script], { env: { NODE_OPTIONS: '--no-warnings' } }))],
  ['spawn by name', () => ended(spawn('node', [script], { env: named }))],
  ['exec', () => promisify(childProcess.exec)(quoted)],
  ['exec of one command of many', () => promisify(childProcess.exec)(`cd . && ls | cat > /dev/null; A=1 ${quoted}`)],
  ['execFile', () => promisify(execFile)(node, [script])],
  ['fork', () => ended(fork(script))],
  ['fork with execArgv', () => ended(fork(script, { execArgv: ['--no-warnings'] }))],
  ['spawnSync', () => spawnSync(node, [script])],
  ['spawnSync through a shell', () => spawnSync(quoted, { shell: true })],
  ['spawnSync with no environment', () => spawnSync(node, [script], { env: {} })],
  ['execSync', () => childProcess.execSync(quoted, { stdio: 'pipe' })],
  ['execFileSync', () => childProcess.execFileSync(node, [script], { stdio: 'pipe' })],
  [
    'a child of a child',
    () => spawnSync(node, ['-e', `require('child_process').spawnSync(process.execPath, [process.argv[1]])`, script]),
  ],
  ['a shell in a child', () => spawnSync(node, ['-e', `require('child_process').execSync(process.argv[1])`, quoted])],
  [
    'a worker in a child',
    () => spawnSync(node, ['-e', `new (require('worker_threads').Worker)(process.argv[1])`, script]),
  ],
  [
    'a module loaded by import',
    () => spawnSync(node, ['--import', `data:text/javascript,import 'node:module'`, script]),
  ],
  ['the test runner', () => spawnSync(node, ['--test', script])],
  [
    'a cluster',
    () =>
      ended(
        spawn(node, [
          '-e',
          `const c = require('cluster'); c.setupPrimary({ exec: process.argv[1], execArgv: [] }); c.fork()`,
          script,
        ]),
      ),
  ],
  ['--permission', () => spawnSync(node, ['--permission', `--allow-fs-read=${folder}/*`, ...net, script])],
]

test.each(ways)('an attempt of a Node started by %s is blocked, and a violation of the call', async (_, start) => {
  const violations = await violationsOf(start)

  expect(await far.take()).toEqual([])
  expect(violations).toMatchObject([
    { outcome: 'blocked', channel: 'tcp', port: far.ports.tcp, reason: 'loopback-not-own' },
  ])
  expect(violations[0]?.process).toMatch(/^(?:child process \d+: node|worker thread)/)
  expect(violations[0]?.stack.at(-1)?.file).toContain('child-process.test.ts')
})

test.each(ways)('an allowed attempt of a Node started by %s arrives', async (_, start) => {
  const violations = await violationsOf(start, { allow: `localhost:${far.ports.tcp}` })

  expect(violations).toEqual([])
  expect(await far.take()).not.toEqual([])
})

const programs: readonly (readonly [string, string, () => unknown])[] = [
  ['curl', 'curl', () => ended(spawn('curl', [`http://127.0.0.1:${far.ports.http}`])).catch(() => {})],
  [
    'curl in a shell',
    'curl',
    () => promisify(childProcess.exec)(`ls; curl http://127.0.0.1:${far.ports.http}`).catch(() => {}),
  ],
  ['curl, synchronously', 'curl', () => spawnSync('curl', [`http://127.0.0.1:${far.ports.http}`])],
  [
    'curl in a child',
    'curl',
    () =>
      spawnSync(node, [
        '-e',
        `require('child_process').spawnSync('curl', [process.argv[1]])`,
        `http://127.0.0.1:${far.ports.http}`,
      ]),
  ],
  ['bash', '/bin/bash', () => spawnSync('/bin/bash', ['-c', `: < /dev/tcp/127.0.0.1/${far.ports.tcp}`])],
  ['a package script', node, () => spawnSync(node, ['--run', 'x'], { cwd: folder })],
]
writeFileSync(
  join(folder, 'package.json'),
  JSON.stringify({ scripts: { x: `curl http://127.0.0.1:${far.ports.http}` } }),
)

test.each(programs)('%s does not start unless a rule names it', async (_, name, start) => {
  const violations = await violationsOf(start)

  expect(await far.take()).toEqual([])
  expect(violations).toMatchObject([
    { channel: 'child-process', reason: 'program-not-allowed', program: { foreign: [name] } },
  ])
  expect(await violationsOf(start, { allow: `exec:${name}` })).toEqual([])
  expect(await far.take()).not.toEqual([])
})

test('programs that cannot reach out run as they are', async () => {
  const output = await noEgress(() =>
    childProcess.execSync('echo a b | tr a-z A-Z && git --version', { encoding: 'utf8' }),
  )

  expect(output).toMatch(/^A B\ngit version/)
})

test('a refused start fails with the error of the guard, as Node reports it', async () => {
  const seen: unknown[] = []
  await violationsOf(async () => {
    const child = spawn('curl', ['-H', 'Authorization: Bearer abcdefgh', 'x'])
    seen.push(...((await once(child, 'error')) as unknown[]), child.pid, child.spawnfile)
  })

  expect(seen).toMatchObject([{ code: 'ERR_EGRESS_BLOCKED' }, undefined, 'curl'])
  expect(JSON.stringify(seen)).not.toContain('abcdefgh')
})

test('a parent and its guarded child treat the server of the other as an own one', async () => {
  const serve = `const s = require('net').createServer((c) => c.end('hello')).listen(0, '127.0.0.1', () => process.send(s.address().port))`
  const here = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
  await once(here, 'listening')
  const violations = await violationsOf(async () => {
    const child = talking(serve)
    const [port] = (await once(child, 'message')) as [number]
    const [data] = (await once(connect(port, '127.0.0.1'), 'data')) as [Buffer]
    child.kill()
    const { port: own } = here.address() as AddressInfo
    const fetched = await promisify(execFile)(node, [
      '-e',
      `fetch('http://127.0.0.1:${own}').then((r) => r.text()).then(console.log)`,
    ])
    expect([String(data), fetched.stdout]).toEqual(['hello', 'here\n'])
  })
  here.close()

  expect(violations).toEqual([])
})

test('a child keeps its environment, arguments, IPC, standard streams, exit code and signal', async () => {
  const show = `process.stdout.write(JSON.stringify([process.env, process.execArgv, process.argv.slice(1)])); process.stdin.on('end', () => process.exit(7)).pipe(process.stderr)`
  const args = ['--no-warnings', '-e', show, '--', 'a b']
  const run = () =>
    spawnSync(node, args, {
      env: { A: '1', NODE_OPTIONS: '--max-http-header-size=9000' },
      input: 'in',
      encoding: 'utf8',
    })
  const without = run()
  const { status, signal, stdout, stderr } = await noEgress(run)

  expect({ status, signal, stdout, stderr }).toEqual({
    status: without.status,
    signal: null,
    stdout: without.stdout,
    stderr: 'in',
  })
  expect(status).toBe(7)
  const killed = await noEgress(() => spawnSync(node, ['-e', 'process.kill(process.pid, "SIGTERM")']))
  expect(killed.signal).toBe('SIGTERM')
})

test.each([
  ['child', 'child.spawnSync(process.execPath, [process.argv[2]])'],
  ['worker', 'await new Promise((done) => new threads.Worker(process.argv[2]).on("exit", done))'],
])(
  'a child that widens its policy widens it for each %s that it starts, and not for what the test starts later',
  async (_, start) => {
    const widens = join(folder, 'widens.mjs')
    const core = JSON.stringify(join(import.meta.dirname, '../../dist/index.js'))
    writeFileSync(
      widens,
      `import child from 'node:child_process'
     import threads from 'node:worker_threads'
     import { allowEgress } from ${core}
     allowEgress('localhost')
     ${start}`,
    )
    const arrived: unknown[] = []

    const violations = await violationsOf(async () => {
      spawnSync(node, [widens, script])
      arrived.push(...(await far.take()))
      spawnSync(node, [script])
    })

    expect(arrived).toEqual(['tcp connection'])
    expect(violations).toMatchObject([{ port: far.ports.tcp, reason: 'loopback-not-own' }])
    expect(await far.take()).toEqual([])
  },
)

test('all attempts of 60 children at once are recorded', async () => {
  const many = `for (let i = 0; i < 3; i++) ${reach.replace("'127.0.0.1'", '`127.0.${process.argv[1]}.${i + 1}`')}`
  const violations = await violationsOf(async () => {
    const numbers = Array.from({ length: 60 }, (_, number) => String(number))
    await Promise.all(numbers.map((number) => ended(spawn(node, ['-e', many, number], { stdio: 'ignore' }))))
  })

  expect(violations.reduce((sum, { count }) => sum + count, 0)).toBe(180)
  expect(await far.take()).toEqual([])
})

test('a child that is killed between its attempts leaves those that it made', async () => {
  const forever = `setInterval(() => { ${reach}.on('close', () => process.send(1)) })`
  const violations = await violationsOf(async () => {
    const child = talking(forever)
    await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  expect(violations).toMatchObject([{ port: far.ports.tcp }])
})

test('subprocess: block refuses every program, subprocess: allow none', async () => {
  expect(await violationsOf(() => spawnSync(node, ['-e', '0']), { subprocess: 'block' })).toHaveLength(1)
  expect(await violationsOf(() => spawnSync(node, [script]), { subprocess: 'allow' })).toEqual([])
  expect(await far.take()).toEqual(['tcp connection'])
})

test('an attempt of a child is reported by its parent before that ends, or by the child afterwards', () => {
  const parent = join(folder, 'parent.mjs')
  const log = join(folder, 'late.log')
  const waits = `process.on('disconnect', () => { ${reach} }); process.send('ready')`
  writeFileSync(
    parent,
    `import { spawn } from 'node:child_process'
     import { openSync } from 'node:fs'
     import { installGuard } from ${JSON.stringify(join(import.meta.dirname, '../../dist/index.js'))}
     installGuard()
     const child = spawn(process.execPath, ['-e', ${JSON.stringify(waits)}], { detached: true, stdio: ['ignore', 'ignore', openSync(${JSON.stringify(log)}, 'a'), 'ipc', 1] })
     child.on('message', () => process.exit(0))`,
  )

  // Its pipe is open until the child has ended too.
  spawnSync(node, [parent], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

  expect(readFileSync(log, 'utf8')).toContain(`127.0.0.1:${far.ports.tcp}`)
})

test('an attempt is recorded however long its URL is', async () => {
  const long = `fetch('http://127.0.0.1:${far.ports.http}/' + 'a'.repeat(2_000_000)).catch(() => {})`

  const violations = await violationsOf(async () => await ended(spawn(node, ['-e', long])))

  expect(violations).toMatchObject([{ url: `http://127.0.0.1:${far.ports.http}/…`, reason: 'loopback-not-own' }])
})
