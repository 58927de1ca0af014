import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isLoopback } from '../../../policy/attempt/address.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'

/**
 * What Node's permission model refuses. Without `--allow-net`, Node 25 and later throw in the public functions, before
 * any native handle is called. Node reports each refusal in the same call, so it is still recorded.
 *
 * Node also reports sockets that only listen, so a loopback address alone is not recorded.
 */
export const permission: Channel = {
  name: 'permission',
  install: ({ ownership, decide }) => {
    if (!refusesNetwork()) return () => {}
    const listener = (message: unknown): void => {
      const resource: unknown = typeof message === 'object' && message !== null && Reflect.get(message, 'resource')
      if (typeof resource === 'string') note({ ownership, decide }, resource)
    }
    subscribe(channel, listener)
    return () => void unsubscribe(channel, listener)
  },
}

const channel = 'node:permission-model:net'

/** Whether Node itself blocks the network. Where it only audits, attempts still reach the native handles. */
function refusesNetwork(): boolean {
  const real = process.getBuiltinModule('node:process')
  // Absent unless the model is on, despite the types.
  if ((real.permission as typeof real.permission | undefined)?.has('net') !== false) return false
  // Node builds this list when it is read.
  if (!real.allowedNodeEnvironmentFlags.has('--allow-net')) return false
  return ![...real.execArgv, ...(real.env['NODE_OPTIONS'] ?? '').split(/\s+/)].includes('--permission-audit')
}

function note({ ownership, decide }: Needs<'ownership' | 'decide'>, resource: string): void {
  const known = ownership.current() ?? ownership.carried()
  if (known) return void decide(known.attempt, known)
  const host = canonicalHost(resource)
  if (resource === '' || unspecified.has(host) || isLoopback(host)) return
  const attempt = resource.startsWith('/')
    ? ({ channel: 'pipe', unixPath: resource, raw: resource } as const)
    : ({ channel: 'dns', host, raw: resource } as const)
  decide(attempt, ownership.begin(attempt))
}

/** The address of a socket that listens without one. */
const unspecified: ReadonlySet<string> = new Set(['0.0.0.0', '::'])
