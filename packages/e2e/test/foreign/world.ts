import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { commandOf, core, fixture, plain } from './users.ts'

const [four, six] = ['192.0.2.80', '2001:db8::80'] as const

/** A network that a test makes: names, and addresses at all of which the same server listens at one port. */
interface World {
  readonly port: number
  readonly addresses: readonly string[]
  readonly names: Readonly<Record<string, readonly string[]>>
}

export const world: World = {
  port: 4567,
  addresses: [four, six, '127.0.0.1', '::1'],
  names: { 'service.example': [four, six], 'six.example': [six], 'other.example': [four] },
}

const nameServer = '127.0.0.53'

const script = `
ip link set lo up && ip addr add ${four}/32 dev lo && ip -6 addr add ${six}/128 dev lo nodad &&
  mount --bind "$0" /etc/resolv.conf && exec "$@"`

/** What a fixture printed there, and the names that the network's own name server was asked for. */
export interface InWorld<T> {
  readonly printed: T
  readonly asked: readonly string[]
}

/** Runs a fixture as a user in that network. */
export async function runInWorld<T>(user: string, name: string, input: object): Promise<InWorld<T>> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-world-'))
  const file = join(folder, 'resolv.conf')
  writeFileSync(file, `nameserver ${nameServer}\n`)
  const [program, args] = commandOf(user, [fixture(name), JSON.stringify({ core, ...input })])
  const { addresses, names: zone, port } = world
  const manyServer = fixture('many-server.cjs')
  const given = { zone, nameServer, addresses, port, manyServer, command: [program, ...args], env: plain }
  const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']
  const command = ['sh', '-c', script, file, process.execPath, fixture('world.mjs'), JSON.stringify(given)]
  const child = spawn('unshare', [...asUser, '--net', '--mount', '--', ...command], {
    env: { ...plain, PATH: `${plain['PATH'] ?? ''}:/usr/sbin:/sbin` },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await Promise.all([readText(child.stdout), once(child, 'close')])
  rmSync(folder, { recursive: true, force: true })
  // Each fixture prints what its caller names.
  return JSON.parse(printed) as InWorld<T>
}
