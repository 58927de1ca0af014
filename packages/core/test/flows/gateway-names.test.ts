import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startFar } from './far/start-far.ts'
import { findProblem, program, runSteps } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()
const { http } = far.ports
const dist = join(import.meta.dirname, '../../dist/index.js')

// Among them: one asked from a socket for both versions, and one on loopback that no system file names.
const servers = ['2001:db8::53', 'fd00::53', '::1', '::ffff:192.0.2.53', '127.0.0.99']

describe.skipIf(why !== undefined)('a name server that a program behind the gateway asks', { timeout: 60_000 }, () => {
  test.each(servers)('is answered for at once: %s', async (server) => {
    const allowed = `localhost:${http}`
    const { seen, violations } = await runSteps([`dns:${server}/leak.example`, `dns:${server}/${allowed}`], allowed)

    expect(seen).toEqual(['code 3', 'answered'])
    expect(violations).toMatchObject([{ channel: 'dns', host: 'leak.example', reason: 'not-allowed', count: 1 }])
    expect(violations[0]?.process).toMatch(/^program \d+: \S*node\S* \S*program\.cjs dns:/)
    expect((await far.take()).filter((one) => one.includes('GET'))).toHaveLength(1)
  })

  test.each(['2001:db8::53', 'fd00::53', '::1'])('is answered for over TCP, too: %s', async (server) => {
    const allowed = `localhost:${http}`
    const steps = [`tcp-dns:${server}/leak.example`, `tcp-dns:${server}/${allowed}`]
    const { seen, violations } = await runSteps(steps, allowed)

    expect(seen).toEqual(['code 3', 'answered'])
    expect(violations).toMatchObject([{ channel: 'dns', host: 'leak.example', reason: 'not-allowed', count: 1 }])
    expect((await far.take()).filter((one) => one.includes('GET'))).toHaveLength(1)
  })

  // The kernel shows where a socket is connected to, and not where it sends to: a limit that the docs name.
  test.each([
    ['192.0.2.53', 'from that server'],
    ['2001:db8::54', 'from another one'],
  ])('is asked without a connection: %s', async (server, answer) => {
    const { seen, violations } = await runSteps([`sendto-dns:${server}/leak.example`])

    expect(seen).toEqual([answer])
    expect(violations).toMatchObject([{ channel: 'dns', host: 'leak.example', reason: 'not-allowed', count: 1 }])
  })

  // The last one is on the link of an interface that only this machine has.
  test.each(['192.0.2.53', '2001:db8::53', 'fe80::1%wlan7'])('is the one that the system names: %s', (server) => {
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-names-'))
    const file = join(folder, 'resolv.conf')
    writeFileSync(file, `nameserver ${server}\noptions timeout:1 attempts:1\n`)
    const inside = `require('dns').lookup(process.argv[1], (error, address) => console.log(error?.code ?? address))`
    const text = `import(${JSON.stringify(dist)}).then(async ({ observeEgress }) => {
      const { execFileSync } = require('child_process')
      const { value, violations } = await observeEgress({ subprocess: 'isolate', allow: 'localhost' }, () =>
        ['leak.example', 'localhost.'].map((name) =>
          execFileSync('env', ${JSON.stringify([...program.slice(1, -1), '-e', inside])}.concat(name), { encoding: 'utf8' }).trim()))
      console.log(JSON.stringify({ value, hosts: violations.map(({ host }) => host) }))
    })`
    const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']
    const script = `mount --bind ${file} /etc/resolv.conf; exec "$@"`
    const given = [...asUser, '--mount', 'sh', '-c', script, 'sh', process.execPath, '-e', text]
    const { stdout, stderr } = spawnSync('unshare', given, { encoding: 'utf8' })
    rmSync(folder, { recursive: true, force: true })

    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      value: ['ENOTFOUND', expect.stringMatching(/^198\.18\./)],
      hosts: ['leak.example'],
    })
  })
})
