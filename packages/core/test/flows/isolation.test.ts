import { type ChildProcess, execSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { noEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'
import { findProblem, violationsOf } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()

const bin = join(import.meta.dirname, '../../dist/agentguard.js')
const node = process.execPath
const koffi = createRequire(import.meta.url).resolve('koffi')
const reach = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {})`
const url = `http://127.0.0.1:${far.ports.http}/`
// Nothing answers there, with or without a network.
const away = 'http://192.0.2.1/'

function agentguard(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(node, [bin, ...args], { encoding: 'utf8' })
}

async function ended(child: ChildProcess): Promise<unknown> {
  return once(child, 'close')
}

describe.skipIf(why !== undefined)('a program in its own network namespace', () => {
  test.each<[string, () => unknown]>([
    ['spawn', () => ended(spawn('curl', ['-s', '--max-time', '2', away]))],
    ['spawnSync', () => spawnSync('curl', ['-s', '--max-time', '2', away])],
    ['a shell', () => spawnSync(`true; curl -s --max-time 2 ${away}`, { shell: true })],
    ['a guarded child', () => spawnSync(node, ['-e', `require('child_process').spawnSync('curl', ['-s', '${away}'])`])],
    ['IPv6', () => spawnSync('curl', ['-s', '--max-time', '2', 'http://[2001:db8::1]/'])],
  ])('is a violation where it tries to leave it, started by %s', async (_, start) => {
    const violations = await violationsOf(start)

    expect(violations).toMatchObject([{ channel: 'tcp', port: 80, reason: 'not-allowed', outcome: 'blocked' }])
    expect(violations[0]?.process).toMatch(/^program \d+: curl /)
  })

  test('is a violation where one copy of the package starts it and another copy collects', () => {
    const dist = join(import.meta.dirname, '../../dist')
    // Runners load the package again for each file, and as ESM beside CommonJS: the first to install starts every program.
    const script = `
      const { spawnSync } = require('node:child_process')
      const collecting = require(${JSON.stringify(join(dist, 'index.cjs'))})
      import(${JSON.stringify(pathToFileURL(join(dist, 'index.js')).href)})
        .then((starting) => starting.noEgress(() => {}))
        .then(() => collecting.observeEgress({ subprocess: 'isolate' }, () => spawnSync('curl', ['-s', '${away}'])))
        .then(({ violations }) => console.log(JSON.stringify(violations.map(({ reason }) => reason))))`
    const { stdout } = spawnSync(node, ['-e', script], { encoding: 'utf8' })

    expect(stdout).toBe('["not-allowed"]\n')
  })

  test('runs where it tries nothing, as the same user, with its streams, directory and exit code', async () => {
    const seen: unknown[] = []
    const violations = await violationsOf(async () => {
      const command = 'curl --version > /dev/null && id -u && pwd && cat && exit 3'
      const { status, stdout } = spawnSync(command, { shell: true, cwd: '/usr', input: 'in', encoding: 'utf8' })
      seen.push(status, stdout)
      const child = spawn('find', ['/proc', '-name', 'x'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
      child.kill('SIGINT')
      seen.push((await once(child, 'exit'))[1])
    })

    expect(violations).toEqual([])
    expect(seen).toEqual([3, `${process.getuid?.()}\n/usr\nin`, 'SIGINT'])
  })

  test('is not one that an exec: rule names, or that cannot reach out', async () => {
    expect(await violationsOf(() => spawnSync('curl', [url]), { subprocess: 'isolate', allow: 'exec:curl' })).toEqual(
      [],
    )
    expect(await far.take()).toContain('http GET /')
    expect(await violationsOf(() => execSync('ls -la | cat'))).toEqual([])
  })

  test.runIf('execve' in process)('is refused where a process wants to become it', async () => {
    const become = `process.execve('/usr/bin/curl', ['curl', '-s', '${away}'])`

    expect(await violationsOf(() => spawnSync(node, ['-e', become]))).toMatchObject([{ reason: 'cannot-guard' }])
  })

  test('is refused where a locked level around does not isolate', async () => {
    const outer = noEgress({ locked: true, subprocess: 'guard' }, () =>
      noEgress({ subprocess: 'isolate' }, () => spawnSync('curl', [away])),
    )
    const error: unknown = await outer.catch((reason: unknown) => reason)

    expect(String(error)).toContain('Egress blocked: start of curl')
  })

  test('agentguard run --isolate lets nothing out, and names the program that tried', async () => {
    const tries = `curl -s --max-time 2 ${away}; curl -s ${url}; ${JSON.stringify(node)} -e ${JSON.stringify(reach)}; id -u`
    const { status, stdout, stderr } = agentguard('run', '--isolate', '--', 'sh', '-c', tries)

    expect(await far.take()).toEqual([])
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${process.getuid?.()}\n` })
    expect(stderr).toContain(`Egress blocked: connect 127.0.0.1:${far.ports.tcp}`)
    expect(stderr).toContain('Egress blocked: connect 192.0.2.1:80')
    expect(stderr).toMatch(/program \d+: curl -s --max-time 2 http:\/\/192\.0\.2\.1\//)
  })

  test('agentguard run --isolate lets through what its flags or a lock allow', async () => {
    const lock = join(mkdtempSync(join(tmpdir(), 'agentguard-lock-')), 'egress.lock.json')
    const files = { 'a.test.ts': { [`localhost:${far.ports.http}`]: { rules: ['localhost'], packages: [] } } }
    writeFileSync(lock, JSON.stringify({ lockfileVersion: 1, files }))
    const command = ['--', 'curl', '-sf', '-o', '/dev/null', url]
    const byFlag = agentguard('run', '--isolate', '--allow', `localhost:${far.ports.http}`, ...command)
    const byLock = agentguard('run', '--isolate', '--lock', lock, ...command)
    rmSync(dirname(lock), { recursive: true, force: true })

    expect([byFlag, byLock]).toMatchObject([
      { status: 0, stderr: '' },
      { status: 0, stderr: '' },
    ])
    expect((await far.take()).filter((one) => one.includes('GET'))).toHaveLength(2)
  })

  test('agentguard run --isolate holds native code to the list, before it connects', async () => {
    const text = `
      const koffi = require(${JSON.stringify(koffi)})
      const libc = koffi.load('libc.so.6')
      const socket = libc.func('int socket(int, int, int)')
      const connect = libc.func('int connect(int, void*, int)')
      const to = (port) => Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
      console.log(connect(socket(2, 1, 0), to(${far.ports.tcp}), 16))`
    const { status, stdout, stderr } = agentguard('run', '--isolate', '--', node, '-e', text)

    expect({ status, stdout }).toEqual({ status: 1, stdout: '-1\n' })
    expect(stderr).toContain(`Egress blocked: connect 127.0.0.1:${far.ports.tcp}`)
    expect(await far.take()).toEqual([])
  })

  test('agentguard run --isolate keeps loopback within, and the exit code', () => {
    const talk = `const s = require('http').createServer((q, r) => r.end('hello')).listen(0, '127.0.0.1', () => {
      require('child_process').execFile('curl', ['-s', 'http://127.0.0.1:' + s.address().port], (_, out) => { console.log(out); process.exit(5) }) })`

    expect(agentguard('run', '--isolate', '--', node, '-e', talk)).toEqual(
      expect.objectContaining({ status: 5, stdout: 'hello\n', stderr: '' }),
    )
  })

  test('is refused where the kernel gives no namespace, and a run does not start', () => {
    // A user namespace in which no other namespace may be made.
    const forbid = 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"'
    const inside = ['--user', '--map-root-user', 'sh', '-c', forbid, 'sh', node]
    const { status, stdout, stderr } = spawnSync('unshare', [...inside, bin, 'run', '--isolate', '--', 'echo', 'ran'], {
      encoding: 'utf8',
    })

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('agentguard run --isolate: unshare: unshare failed: ')
    expect(stderr).toContain('Nothing was run.')

    const refused = spawnSync('unshare', [...inside, bin, 'run', '--subprocess', 'isolate', '--', 'curl', away], {
      encoding: 'utf8',
    })
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('it cannot be guarded: unshare: unshare failed: ')
  })
})

test('agentguard run guards a command and its children, and says what it blocked', async () => {
  const { status, stderr } = agentguard(
    'run',
    '--',
    node,
    '-e',
    `require('child_process').spawnSync(process.execPath, ['-e', process.argv[1]])`,
    reach,
  )
  const direct = agentguard('run', '--', node, '-e', reach)

  expect(await far.take()).toEqual([])
  expect([status, direct.status]).toEqual([1, 1])
  expect(stderr + direct.stderr).toContain(`Egress blocked: connect 127.0.0.1:${far.ports.tcp}`)
})

test('agentguard run lets through what its flags allow, and keeps the exit code', async () => {
  const run = agentguard(
    'run',
    '--allow',
    `localhost:${far.ports.tcp}`,
    '--',
    node,
    '-e',
    `${reach}.on('connect', function () { this.destroy(); process.exitCode = 4 })`,
  )

  expect(run).toMatchObject({ status: 4, stderr: '' })
  expect(await far.take()).toEqual(['tcp connection'])
})

test('agentguard run refuses a program that it cannot see into', () => {
  const { status, stderr } = agentguard('run', '--', 'curl', away)

  expect(status).toBe(1)
  expect(stderr).toContain('--allow exec:curl')
})

test.skipIf(process.platform === 'win32')('agentguard run passes signals on', async () => {
  const child = spawn(node, [
    bin,
    'run',
    '--',
    node,
    '-e',
    `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1e6); console.log('up')`,
  ])
  await once(child.stdout, 'data')
  child.kill('SIGTERM')

  expect((await once(child, 'exit'))[0]).toBe(9)
})

test('agentguard run names a command that is not there', () => {
  const { status, stderr } = agentguard('run', '--', 'no-such-command')

  expect(status).toBe(127)
  expect(stderr).toContain("agentguard cannot start 'no-such-command'")
})
