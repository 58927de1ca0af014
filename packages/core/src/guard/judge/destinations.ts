import { lookup } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { clearTimeout, setTimeout } from 'node:timers'
import { isLoopback } from '../../policy/attempt/address.ts'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { NameAnswer, Target } from '../gateway/messages.ts'

/** The attempt that a program makes by resolving a name. */
export function lookupAttempt(name: string): Attempt {
  const host = canonicalHost(name)
  return { channel: 'dns', host, raw: name }
}

/** The attempts that a program makes by connecting: one for each address that the name has outside. */
export function connectAttempts(
  { name, address, port }: Target,
  addresses: readonly string[],
  owns: (address: string, port: number) => boolean,
): readonly Attempt[] {
  if (name === undefined) {
    const host = canonicalHost(address)
    const own = owns(host, port) || undefined
    return [{ channel: 'tcp', host, address: host, port, names: namesInHosts(host), own, raw: `${address}:${port}` }]
  }
  const host = canonicalHost(name)
  const parts = { channel: 'tcp', host, port, names: [host], raw: `${name}:${port}` } as const
  return addresses.map((at) => ({ ...parts, address: at, own: owns(at, port) || undefined }))
}

/** Resolves a name outside. */
export async function resolveOutside(name: string): Promise<{ answer: NameAnswer; addresses: readonly string[] }> {
  try {
    const found = await lookup(name, { all: true, verbatim: true })
    return { answer: 'found', addresses: found.map(({ address }) => canonicalHost(address)) }
  } catch (error) {
    const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
    return { answer: code === 'ENOTFOUND' ? 'missing' : 'failed', addresses: [] }
  }
}

/** Connects to the first of the addresses that answers. */
export async function connectOutside(addresses: readonly string[], port: number): Promise<Socket | undefined> {
  for (const host of addresses) {
    const socket = await connectTo(host, port)
    if (socket) return socket
  }
  return undefined
}

/** In milliseconds. Meanwhile the program believes that it is connected. */
const patience = 20_000

async function connectTo(host: string, port: number): Promise<Socket | undefined> {
  return new Promise((done) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
    const timer = setTimeout(() => socket.destroy(), patience)
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      done(undefined)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      done(socket)
    })
  })
}

/** A name in the hosts file causes no DNS lookup: programs read the file themselves and connect to the address. */
function namesInHosts(address: string): readonly string[] {
  if (isLoopback(address)) return []
  return readText('/etc/hosts')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .flatMap(([at = '', ...names]) => (at !== '' && canonicalHost(at) === address ? names.map(canonicalHost) : []))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
