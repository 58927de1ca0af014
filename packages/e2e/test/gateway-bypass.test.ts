import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ManyServer, startManyServer } from './foreign/many-server.ts'
import { type Result, runAs, type Step, users } from './foreign/users.ts'

const steps = join(import.meta.dirname, '../../core/test/flows/gateway/program.cjs')
const folder = mkdtempSync(join(tmpdir(), 'agentguard-bypass-'))
const socket = join(folder, 'docker.sock')

let server: ManyServer
let daemon: Server
let reached = 0

beforeAll(async () => {
  server = await startManyServer()
  daemon = createServer((one) => {
    reached += 1
    one.end()
  }).listen(socket)
  await once(daemon, 'listening')
  // A refusal comes from the gateway, and not from the file mode.
  chmodSync(folder, 0o755)
  chmodSync(socket, 0o777)
})
afterAll(() => {
  server.stop()
  daemon.close()
  rmSync(folder, { recursive: true, force: true })
})

const inShell = (text: string, allow: readonly string[] = []): Step => ({ file: 'sh', args: ['-c', text], allow })
// The process that started the shell is outside, and has started the agent as well.
const places = `outside=$PPID
  agent=$(for one in $(cat /proc/$outside/task/*/children); do
    grep -q 'gateway-agen[t]' /proc/$one/cmdline && echo $one
  done)`

async function drive(user: string, all: readonly Step[]): Promise<readonly Result[]> {
  const input = { steps: all, count: `http://127.0.0.1:${server.port}/arrivals` }
  return runAs(user, 'drive.mjs', input, { DOCKER_HOST: `unix://${socket}` })
}

describe.each(users)('a program of %s that searches for another way out', (user) => {
  test.each<readonly [string, string, string, readonly string[]]>([
    ['another name server', 'dns:8.8.8.8/leak.example', 'code 3', ['leak.example']],
    ['DNS over TCP', 'tcp-dns:1.1.1.1/leak.example', 'code 3', ['leak.example']],
    ['another name server of IPv6', 'dns:2001:db8::53/leak.example', 'code 3', ['leak.example']],
    ['DNS over TCP and IPv6', 'tcp-dns:2001:db8::53/leak.example', 'code 3', ['leak.example']],
    ['an address', 'connect:203.0.113.9:443', 'ECONNABORTED', ['203.0.113.9 443']],
    ['an address of IPv6', 'connect:2001:db8::9:443', 'ECONNABORTED', ['2001:db8::9 443']],
    ['a datagram', 'udp:203.0.113.9', 'sent', ['env']],
    ['a datagram of IPv6', 'udp:2001:db8::9', 'sent', ['env']],
    ['the socket of Docker', `unix:${socket}`, 'ECONNREFUSED', []],
  ])('finds none by %s', async (_, step, seen, tried) => {
    const args = ['-u', 'NODE_OPTIONS', process.execPath, steps, step]
    const [result] = await drive(user, [{ file: 'env', args, allow: [] }])

    expect(result).toMatchObject({ text: `${seen}\n`, tried, arrivals: 0 })
    expect(reached).toBe(0)
  })

  test('finds none by a loopback server that is not of the run', async () => {
    const args = ['-u', 'NODE_OPTIONS', process.execPath, steps, `connect:127.0.0.1:${server.port}`]
    const [result] = await drive(user, [{ file: 'env', args, allow: [] }])

    expect(result).toMatchObject({ tried: [`127.0.0.1 ${server.port}`], arrivals: 0 })
    expect(result?.text).toMatch(/^ECONN(?:ABORTED|RESET)$/m)
  })

  test('finds none by a namespace within', async () => {
    const text = `unshare --user --map-root-user --net curl -s --max-time 5 http://127.0.0.1:${server.port}/; echo $?`
    const [result] = await drive(user, [inShell(text)])

    expect(result?.text).toMatch(/^\d+$/m)
    expect(result?.text).not.toContain('reached')
    expect(result).toMatchObject({ arrivals: 0 })
  })

  // Root may do all of these.
  test.skipIf(user === 'root')('cannot leave the namespace, change it, or get hold of the agent', async () => {
    const url = `http://127.0.0.1:${server.port}/`
    const tries = [
      `nsenter --net=/proc/$outside/ns/net curl -s ${url}`,
      `nsenter --target=$outside --user --net --preserve-credentials curl -s ${url}`,
      'ip rule del pref 30',
      'ip route add default dev eth0',
      `umount ${socket}`,
      'readlink /proc/$agent/fd/3',
      'cat /proc/$agent/fd/0',
      'cat /proc/$agent/environ',
      'cat /proc/$outside/mem',
    ]
    const text = tries.map((one) => `${one} > /dev/null 2>&1 && echo '${one}'`).join('; ')
    const [result] = await drive(user, [
      inShell(`${places}; test -n "$agent" && echo found; curl --version > /dev/null; ${text}`),
    ])

    expect(result).toMatchObject({ text: 'found\n', arrivals: 0 })
    expect(reached).toBe(0)
  })

  test('gets nothing out once it has killed the agent, and no program starts any more', async () => {
    const url = `http://127.0.0.1:${server.port}/`
    const text = `${places}; curl -s ${url}; kill -KILL $agent; curl -s --max-time 5 ${url}; echo $?`
    const allow = [`localhost:${server.port}`]
    const [killed, after] = await drive(user, [inShell(text, allow), inShell(`curl -s ${url}`, allow)])

    expect(killed?.text).toMatch(/^reached\d+$/m)
    expect(killed).toMatchObject({ arrivals: 1 })
    expect([...(killed?.reasons ?? []), ...(after?.reasons ?? [])].join()).toContain('cannot-guard')
    expect(after).toMatchObject({ status: null, arrivals: 0 })
  })
})
