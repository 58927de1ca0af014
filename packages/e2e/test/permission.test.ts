import { findNode } from '@agentguard/nodes'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const core = join(import.meta.dirname, '../../core/dist/index.cjs')
const folder = mkdtempSync(join(tmpdir(), 'agentguard-permission-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const attempts = {
  net: `once(net.connect(443, '192.0.2.1'), 'connect')`,
  'unix socket': `once(net.connect('/run/agentguard-none.sock'), 'connect')`,
  http: `once(http.get('http://192.0.2.1/a'), 'response')`,
  fetch: `fetch('http://a.invalid/b')`,
  lookup: `new Promise((_, fail) => dns.lookup('a.invalid', fail))`,
  'promises.lookup': `dns.promises.lookup('a.invalid')`,
  resolver: `new Promise((_, fail) => new dns.Resolver().resolve4('a.invalid', fail))`,
  UDP: `new Promise((_, fail) => dgram.createSocket('udp4').on('error', fail).send('x', 9, '192.0.2.1', fail))`,
}
const script = join(folder, 'attempts.cjs')
writeFileSync(
  script,
  `const { once } = require('node:events')
  const [dgram, dns, http, net] = ['dgram', 'dns', 'http', 'net'].map((name) => require(name))
  const { observeEgress } = require(${JSON.stringify(core)})
  const attempts = { ${Object.entries(attempts)
    .map(([name, attempt]) => `'${name}': () => ${attempt}`)
    .join()} }
  const run = async () => {
    for (const [name, attempt] of Object.entries(attempts)) {
      const { error, violations } = await observeEgress(attempt)
      console.log(name, error.constructor === Object ? 'no error' : 'failed', violations.map(({ count }) => count).join())
    }
    // A server that the permission model refuses is not an attempt to reach out.
    const { violations } = await observeEgress(() => {
      try {
        net.createServer().listen(0)
      } catch {}
    })
    console.log('server', violations.length)
    process.exit()
  }
  void run()`,
)

describe.each([22, 24, 26] as const)('under --permission without --allow-net, on Node %s', (major) => {
  const node = findNode(major) ?? ''

  test.skipIf(node === '')('the guard works and records what Node itself refuses', () => {
    const args = ['--no-warnings', '--permission', '--allow-fs-read=*', script]
    const { stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' })

    const lines = [...Object.keys(attempts).map((name) => `${name} failed 1`), 'server 0']
    expect(stdout + stderr).toBe(`${lines.join('\n')}\n`)
  })

  test.skipIf(node === '')('a child of a guarded process works, and is reported', () => {
    const child = join(folder, 'child.cjs')
    writeFileSync(
      child,
      `require('net').connect(443, '192.0.2.1').on('error', ({ code }) => console.log(code !== undefined))`,
    )
    const parent = `const { observeEgress } = require(${JSON.stringify(core)})
      observeEgress(() => {
        const child = require('child_process').spawnSync(process.execPath, ['--permission', '--allow-fs-read=${folder}/*', '${child}'])
        console.log(String(child.stdout) + child.stderr)
      }).then(({ violations }) => console.log(violations.map(({ host, port, process }) => [host, port, process !== undefined])))`
    const { stdout, stderr } = spawnSync(node, ['--no-warnings', '-e', parent], { encoding: 'utf8' })

    expect(stdout + stderr).toBe(`true\n\n[ [ '192.0.2.1', 443, true ] ]\n`)
  })
})

const koffi = createRequire(join(import.meta.dirname, '../../core/package.json')).resolve('koffi')
const newest = findNode(26) ?? ''

// Why the audit channel of Node 26 is not a second witness: it shows what Node's own code does, which passes our gates anyway.
test.skipIf(newest === '' || process.platform !== 'linux')(
  '--permission-audit does not show what native code connects to',
  () => {
    const text = `
    const audited = []
    require('node:diagnostics_channel').subscribe('node:permission-model:net', ({ resource }) => audited.push(resource))
    const libc = require(${JSON.stringify(koffi)}).load('libc.so.6')
    const address = Buffer.from([2, 0, 0, 9, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    const socket = libc.func('int socket(int domain, int type, int protocol)')(2, 2, 0)
    const status = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')(socket, address, 16)
    require('node:net').connect(9, '127.0.0.2').on('error', () => {
      console.log(status, audited.includes('127.0.0.1'), audited.includes('127.0.0.2'))
    })`
    const { stdout } = spawnSync(newest, ['--no-warnings', '--permission-audit', '-e', text], { encoding: 'utf8' })

    expect(stdout).toBe('0 false true\n')
  },
)

// Node's own entries to QUIC and DTLS: no release loads them yet. Once one does, each needs its own channel.
describe.each([22, 24, 26] as const)('on Node %s', (major) => {
  const node = findNode(major) ?? ''

  test.skipIf(node === '').each(['node:quic', 'node:dtls'])(
    '%s cannot be loaded, so that nothing leaves by it',
    (name) => {
      const text = `console.log(process.getBuiltinModule('${name}') === undefined)`

      expect(spawnSync(node, ['-e', text], { encoding: 'utf8' }).stdout).toBe('true\n')
    },
  )
})
