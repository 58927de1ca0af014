import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createPlainServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Stream } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'
import { findProblem, program, runSteps, violationsOf } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()
const { tcp, http, socks } = far.ports
const run = promisify(execFile)
const [env, ...args] = program
// Where another scope of the run may go, a connection is made before it is judged.
const refusals = ['ECONNABORTED', 'ECONNRESET']

// Longer than the inner time limits, which report a wait for another process that never ends.
describe.skipIf(why !== undefined)('a program behind the gateway', { timeout: 60_000 }, () => {
  // First, while the network is new.
  test('sees a network that does not change: browsers abort what they load when it does', async () => {
    const printed: string[] = []
    await violationsOf(() => {
      printed.push(spawnSync('timeout', ['4', 'ip', 'monitor', 'address', 'link'], { encoding: 'utf8' }).stdout)
    })

    expect(printed).toEqual([''])
  })

  test('is refused by address, at once, and the evidence has what and where', async () => {
    const { seen, violations } = await runSteps(['connect:203.0.113.9:443', 'connect:2001:db8::9:443'])

    expect(seen).toEqual(['ECONNABORTED', 'ECONNABORTED'])
    expect(violations).toMatchObject([
      { channel: 'tcp', host: '203.0.113.9', port: 443, reason: 'not-allowed', outcome: 'blocked' },
      { channel: 'tcp', host: '2001:db8::9', port: 443, reason: 'not-allowed' },
    ])
    expect(violations[0]?.process).toMatch(/^program \d+: \S*node\S* \S*program\.cjs connect:203\.0\.113\.9:443/)
    expect(violations[0]?.from?.file).toContain('run-program.ts')
  })

  test.each([
    ['curl', ['-s', '--max-time', '5', 'http://api.example.com/'], 6],
    ['wget', ['-q', '-O-', '-t1', '-T5', 'http://api.example.com/'], 4],
    ['git', ['ls-remote', 'http://api.example.com/a.git'], 128],
  ])('is refused by name: %s', async (file, given, code) => {
    const codes: unknown[] = []
    const violations = await violationsOf(() =>
      codes.push(spawnSync(file, given, { stdio: 'ignore', timeout: 20_000 }).status),
    )

    expect(codes).toEqual([code])
    expect(violations).toMatchObject([{ channel: 'dns', host: 'api.example.com', reason: 'not-allowed' }])
  })

  test('is allowed by name and port, as the name server says, whichever it asks', async () => {
    const name = `localhost:${http}`
    const steps = [`dns:192.0.2.53/${name}`, `tcp-dns:198.51.100.53/${name}`, `dns:127.0.0.53/${name}`]
    const { seen, violations } = await runSteps(steps, name)

    expect(seen).toEqual(['answered', 'answered', 'answered'])
    expect(violations).toEqual([])
    expect((await far.take()).filter((one) => one.includes('GET'))).toHaveLength(3)
  })

  test('is refused another port of a name that is allowed', async () => {
    const { seen, violations } = await runSteps([`dns:192.0.2.53/localhost:${http}`], `localhost:${tcp}`)

    expect(seen).toHaveLength(1)
    expect(refusals).toContain(seen[0])
    expect(violations).toMatchObject([
      { host: 'localhost', port: http, address: '127.0.0.1', reason: 'loopback-not-own' },
    ])
    expect(await far.take()).toEqual([])
  })

  test('is allowed until the last day of a rule, and refused with that rule from then on', async () => {
    const steps = [`connect:127.0.0.1:${http}`]
    const valid = await runSteps(steps, { rule: `localhost:${http}`, until: '2999-12-31' })
    expect(valid).toEqual({ seen: ['answered'], violations: [] })
    expect(await far.take()).toContain('http GET /')

    const { seen, violations } = await runSteps(steps, { rule: `localhost:${http}`, until: '2024-12-31' })
    expect(refusals).toContain(seen[0])
    expect(violations).toMatchObject([{ reason: 'rule-expired', rule: `localhost:${http} (until 2024-12-31)` }])
    const named = await runSteps(['dns:192.0.2.53/old.example'], { rule: 'old.example', until: '2024-12-31' })
    expect(named.violations).toMatchObject([{ reason: 'rule-expired', rule: 'old.example (until 2024-12-31)' }])
    expect(await far.take()).toEqual([])
  })

  test('gets no way out by another name server, over UDP, over TCP, or for a name that no rule allows', async () => {
    const { seen, violations } = await runSteps(['dns:8.8.8.8/leak.example', 'tcp-dns:1.1.1.1/leak.example'])

    expect(seen).toEqual(['code 3', 'code 3'])
    expect(violations).toMatchObject([{ channel: 'dns', host: 'leak.example', count: 2 }])
  })

  test('gets no way out by datagrams, which are counted', async () => {
    const { violations } = await runSteps(['udp:203.0.113.9', 'udp:2001:db8::9', 'udp:127.0.0.1'])

    expect(violations).toMatchObject([
      { channel: 'child-process', reason: 'program-tried', rule: 'the kernel found no way out for 2 of its packets' },
    ])
    expect(violations[0]?.program?.foreign).toEqual(['env'])
  })

  test('is recorded also where it ends before the agent could ask', async () => {
    const text = `const s = require('net').connect(80, '203.0.113.9'); setImmediate(() => process.kill(process.pid, 'SIGKILL'))`
    const violations = await violationsOf(() => spawnSync('env', ['-u', 'NODE_OPTIONS', process.execPath, '-e', text]))

    expect(violations).toHaveLength(1)
    expect(['program-tried', 'not-allowed']).toContain(violations[0]?.reason)
  })

  test('reaches no server of another process on this machine, unless a rule allows it', async () => {
    const step = `connect:127.0.0.1:${http}`
    const refused = await runSteps([step])
    const allowed = await runSteps([step], `localhost:${http}`)

    expect(refusals).toContain(refused.seen[0])
    expect(refused.violations).toMatchObject([{ host: '127.0.0.1', port: http, reason: 'loopback-not-own' }])
    expect(allowed).toEqual({ seen: ['answered'], violations: [] })
    expect(await far.take()).toEqual(['http connection', 'http GET /'])
  })

  test('reaches the servers of its test, under every spelling', async () => {
    const server = createServer((_, response) => response.end('own'))
    const seen: string[] = []
    const violations = await violationsOf(async () => {
      server.listen(0)
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const urls = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}/`)
      seen.push((await run('curl', ['-s', ...urls])).stdout)
      // While this thread is blocked it cannot answer: another thread has to take the connection.
      const { status } = spawnSync('curl', ['-s', '--max-time', '0.3', '-o', '/dev/null', urls[0] ?? ''])
      seen.push(String(status))
    })
    server.close()

    expect(seen).toEqual(['ownownown', '28'])
    expect(violations).toEqual([])
  })

  test('has servers that its test reaches, the moment they listen', async () => {
    const heard: string[] = []
    const violations = await violationsOf(async () => {
      const child = spawn(env, [...args, 'serve:127.0.0.1'], { stdio: ['ignore', 'pipe', 'inherit'] })
      heard.push(await hear(connect(Number(await hear(child.stdout)), '127.0.0.1')))
      await end(child)
    })

    expect(heard).toEqual(['served'])
    expect(violations).toEqual([])
  })

  test('has servers in guarded Node children, too', async () => {
    const heard: string[] = []
    const violations = await violationsOf(async () => {
      const text = `require('net').createServer((s) => s.end('served')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
      const child = spawn('sh', ['-c', `curl --version > /dev/null; exec "${process.execPath}" -e "${text}"`])
      heard.push(await hear(connect(Number(await hear(child.stdout)), '127.0.0.1')))
      await end(child)
    })

    expect(heard).toEqual(['served'])
    expect(violations).toEqual([])
  })

  test('has no server outside where another process has the port', async () => {
    const heard: string[] = []
    const violations = await violationsOf(async () => {
      const text = `require('net').createServer((s) => s.end('served')).listen(${socks}, '127.0.0.1', () => { console.log('listens') })`
      const child = spawn('sh', ['-c', `curl --version > /dev/null; exec "${process.execPath}" -e "${text}"`])
      heard.push(await hear(child.stdout), await hear(connect(socks, '127.0.0.1')))
      await end(child)
    })

    expect(heard).toEqual(['listens', 'ERR_EGRESS_BLOCKED'])
    expect(violations).toMatchObject([{ host: '127.0.0.1', port: socks, reason: 'loopback-not-own' }])
    expect(await far.take()).toEqual([])
  })

  test('goes on being served where others break their connections off', async () => {
    const text = `let left = 40; for (let at = 0; at < 40; at += 1) {
      const s = require('net').connect(${tcp}, '127.0.0.1', () => s.resetAndDestroy()).on('error', () => {})
      s.on('close', () => { left -= 1; if (left === 0) console.log('done') }) }`
    const heard: string[] = []
    const violations = await violationsOf(
      async () => {
        const given = ['-u', 'NODE_OPTIONS', process.execPath, '-e', text]
        heard.push((await run('env', given)).stdout.trim())
        heard.push((await run('curl', ['-s', '--max-time', '5', `http://127.0.0.1:${http}/`])).stdout)
      },
      { subprocess: 'isolate', loopback: 'any' },
    )
    await far.take()

    expect(heard).toEqual(['done', 'far GET / '])
    expect(violations).toEqual([])
  })

  test('carries bytes both ways as they are, also after one side has finished', async () => {
    const bytes = Buffer.alloc(3_000_000, 'agentguard')
    const server = createPlainServer({ allowHalfOpen: true }, (socket) => {
      const parts: Buffer[] = []
      socket.on('data', (part) => parts.push(part)).on('end', () => socket.end(Buffer.concat(parts)))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const text = `const s = require('net').connect(${(server.address() as AddressInfo).port}, '127.0.0.1'); process.stdin.pipe(s).pipe(process.stdout)`
    const parts: Buffer[] = []
    await noEgress({ subprocess: 'isolate', loopback: 'any' }, async () => {
      const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, '-e', text], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      child.stdout.on('data', (part: Buffer) => parts.push(part))
      child.stdin.end(bytes)
      await once(child, 'close')
    })
    server.close()

    expect(Buffer.concat(parts).equals(bytes)).toBe(true)
  })

  test('is attributed to the scope that started it, where several run at once', async () => {
    const each = await Promise.all(
      [1, 2, 3].map(async (number) =>
        observeEgress({ subprocess: 'isolate', allow: `192.0.2.${number + 10}` }, async () =>
          Promise.allSettled([1, 2, 3].map(async (last) => run(env, [...args, `connect:203.0.113.${number}:${last}`]))),
        ),
      ),
    )

    expect(each.map(({ violations }) => violations.map(({ host, port }) => `${host}:${port}`).toSorted())).toEqual(
      [1, 2, 3].map((number) => [1, 2, 3].map((port) => `203.0.113.${number}:${port}`)),
    )
  })

  test('is recorded each time, where thirty start at once and another never ends', async () => {
    const codes: unknown[] = []
    const violations = await violationsOf(async () => {
      const endless = spawn('env', ['-u', 'NODE_OPTIONS', 'sleep', '1000'])
      const ports = Array.from({ length: 30 }, (_, index) => index + 1)
      const starts = ports.map(async (port) => once(spawn('curl', ['-s', `http://203.0.113.5:${port}/`]), 'exit'))
      codes.push(...new Set((await Promise.all(starts)).map(([code]) => code as unknown)))
      endless.kill()
    })

    expect(codes).toEqual([7])
    expect(new Set(violations.map(({ port }) => port)).size).toBe(30)
  })

  test.runIf(process.getuid?.() === 0)('runs as the user that root asks for', async () => {
    const seen: string[] = []
    const violations = await violationsOf(() => {
      const given = { shell: true, uid: 65_534, gid: 65_534, cwd: '/', encoding: 'utf8' } as const
      seen.push(spawnSync('curl -s http://203.0.113.5/; id -u; id -g', given).stdout)
    })

    expect(seen).toEqual(['65534\n65534\n'])
    expect(violations).toMatchObject([{ host: '203.0.113.5', port: 80, reason: 'not-allowed' }])
  })

  test('is refused by the policy of its test, also in a run that only audits', async () => {
    const dist = join(import.meta.dirname, '../../dist')
    const url = `http://127.0.0.1:${http}/`
    const text = `import(${JSON.stringify(`${dist}/index.js`)}).then(async ({ observeEgress }) => {
      const { spawnSync } = require('child_process')
      for (const options of [{}, { mute: 'localhost' }]) {
        let status
        const { attempts } = await observeEgress({ subprocess: 'isolate', ...options }, () => { status = spawnSync('curl', ['-s', '${url}']).status })
        console.log(status !== 0, attempts.filter(({ port }) => port).map(({ host, port, outcome }) => [host, port, outcome].join(' ')).join())
      }
      console.log(spawnSync('curl', ['-s', '${url}']).stdout.toString())
    })`
    const bin = [`${dist}/agentguard.js`, 'run', '--isolate', '--mode', 'audit', '--', process.execPath, '-e', text]
    const { stdout } = await run(process.execPath, bin)

    const lines = [`true 127.0.0.1 ${http} blocked`, `true 127.0.0.1 ${http} muted`, 'far GET /']
    expect(stdout.trim().split('\n')).toEqual(lines)
    expect(await far.take()).toEqual(['http connection', 'http GET /'])
  })

  test('cannot leave: what started it is not in its environment, and no descriptor leads to the agent', async () => {
    const text = `ls -l /proc/self/fd | grep -c socket: ; nsenter --net=/proc/1/ns/net true 2>/dev/null && [ "$(id -u)" != 0 ] && echo left`
    const seen: string[] = []
    const violations = await violationsOf(() => {
      seen.push(
        spawnSync(`${text}; curl --version > /dev/null`, {
          shell: true,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }).stdout,
      )
    })

    expect(seen).toEqual(['0\n'])
    expect(violations).toEqual([])
  })

  test('does not start with a socket of its test, which would lead past the namespace', async () => {
    const own = createPlainServer().listen(0, '127.0.0.1')
    await once(own, 'listening')
    const codes: unknown[] = []
    const violations = await violationsOf(
      async () => {
        const open = connect(tcp, '127.0.0.1')
        await once(open, 'connect')
        // Node has no public name for either; a program may get both.
        const [handle, server] = [open, own].map((one): unknown => Reflect.get(one, '_handle'))
        const number: unknown = typeof server === 'object' && server !== null ? Reflect.get(server, 'fd') : undefined
        for (const given of [open, handle as Stream, number as number]) {
          const text = 'curl --version > /dev/null; echo leak >&3'
          const child = spawn('sh', ['-c', text], { stdio: ['ignore', 'ignore', 'ignore', given] })
          codes.push(await once(child, 'exit').catch((error: unknown) => (error as NodeJS.ErrnoException).code))
        }
        open.destroy()
      },
      { subprocess: 'isolate', allow: `localhost:${tcp}` },
    )
    own.close()

    expect(codes).toEqual(['ERR_EGRESS_BLOCKED', 'ERR_EGRESS_BLOCKED', 'ERR_EGRESS_BLOCKED'])
    expect(violations).toMatchObject([
      { reason: 'cannot-guard', rule: 'its descriptor 3 would be a socket from outside the namespace', count: 3 },
    ])
    expect(await far.take()).toEqual(['tcp connection'])
  })

  test('sees only those sockets of network daemons that a rule names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-daemon-'))
    const paths = ['docker.sock', 'podman.sock'].map((name) => join(folder, name))
    const [docker = '', podman = ''] = paths
    const arrived: string[] = []
    const daemons = paths.map((path) => {
      const accept = (socket: Socket): void => {
        arrived.push(path)
        socket.end()
      }
      return createPlainServer(accept).listen(path)
    })
    await Promise.all(daemons.map(async (daemon) => once(daemon, 'listening')))
    const dist = join(import.meta.dirname, '../../dist/index.js')
    const lists = [[], [docker], [podman], [`${folder}/*`], [docker], []].map((list) =>
      list.map((path) => `unix:${path}`),
    )
    // The gateway searches for these sockets once, when it starts.
    const text = `import(${JSON.stringify(dist)}).then(async ({ observeEgress }) => {
      const { execFileSync } = require('child_process')
      for (const allow of ${JSON.stringify(lists)}) {
        const { value } = await observeEgress({ subprocess: 'isolate', allow }, () =>
          execFileSync('env', ${JSON.stringify([...args, ...paths.map((path) => `unix:${path}`)])}, { encoding: 'utf8', cwd: '/usr' }))
        console.log(value.trim().split('\\n').join(' '))
      }
    })`
    const given = { env: { ...process.env, DOCKER_HOST: `unix://${docker}`, CONTAINER_HOST: `unix://${podman}` } }
    const { stdout } = await run(process.execPath, ['-e', text], given)
    for (const daemon of daemons) daemon.close()
    rmSync(folder, { recursive: true, force: true })

    expect(stdout.trim().split('\n')).toEqual([
      'ECONNREFUSED ECONNREFUSED',
      'reached ECONNREFUSED',
      'ECONNREFUSED reached',
      'reached reached',
      'reached ECONNREFUSED',
      'ECONNREFUSED ECONNREFUSED',
    ])
    expect(arrived).toEqual([docker, podman, docker, podman, docker])
  })

  test('is refused and recorded once the agent is gone', async () => {
    const dist = join(import.meta.dirname, '../../dist/index.js')
    const text = `import(${JSON.stringify(dist)}).then(async ({ observeEgress }) => {
      const { spawnSync } = require('child_process')
      const { globSync, readFileSync } = require('fs')
      const { violations } = await observeEgress({ subprocess: 'isolate' }, async () => {
        spawnSync('curl', ['--version'])
        const [file] = globSync(process.env.TMPDIR + '/**/gateway.state')
        process.kill(JSON.parse(readFileSync(file)).agent, 'SIGKILL')
        while (!readFileSync(file, 'utf8').includes('problem')) await new Promise(setImmediate)
        console.log(spawnSync('wget', ['--version']).error?.code)
      })
      console.log(violations.map(({ reason, rule }) => reason + ' ' + rule).join('\\n'))
    })`
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-gateway-'))
    const { stdout } = spawnSync(process.execPath, ['-e', text], {
      env: { ...process.env, TMPDIR: folder },
      encoding: 'utf8',
      timeout: 30_000,
    })
    rmSync(folder, { recursive: true, force: true })

    expect(stdout).toMatch(/^ERR_EGRESS_BLOCKED|^ENOENT/)
    expect(stdout).toContain('cannot-guard its agent ended with SIGKILL')
    expect(stdout).toContain('cannot-guard the gateway ended: its agent ended with SIGKILL')
  })

  test('leaves nothing behind when its run ends, or is killed', async () => {
    const dist = join(import.meta.dirname, '../../dist/index.js')
    const text = `import(${JSON.stringify(dist)}).then(({ observeEgress }) => observeEgress({ subprocess: 'isolate' }, () => {
      require('child_process').spawnSync('curl', ['--version'])
      const { agent } = JSON.parse(require('fs').readFileSync(require('fs').globSync(process.env.TMPDIR + '/**/gateway.state')[0]))
      console.log(agent)
      if (process.argv[1] === 'killed') process.kill(process.pid, 'SIGKILL')
    }))`
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-gateway-'))
    for (const way of ['ended', 'killed']) {
      const { stdout } = spawnSync(process.execPath, ['-e', text, way], {
        env: { ...process.env, TMPDIR: folder },
        encoding: 'utf8',
      })
      await expect.poll(() => isAgent(Number(stdout))).toBe(false)
    }
    rmSync(folder, { recursive: true, force: true })
  })
})

/** The first output; where the stream ends before, the reason. */
async function hear(stream: Readable): Promise<string> {
  return new Promise((done) => {
    stream.once('data', (chunk) => done(String(chunk).trim()))
    stream.once('error', (error) => done(String(Reflect.get(error, 'code'))))
    stream.once('close', () => done('closed, and nothing came'))
  })
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close')
  child.kill()
  await closed
}

function isAgent(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('gateway-agent')
  } catch {
    return false
  }
}
