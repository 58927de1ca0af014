import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isLoopback } from '../../../policy/attempt/address.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'

/**
 * What Node's permission model refuses: without `--allow-net`, Node 25 and later stop at the public functions, and no native
 * handle is ever asked. Node tells of each refusal in that very call, so that it is still recorded.
 *
 * It tells the same of a socket that only listens: a loopback address alone is therefore nothing to record.
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

/** Says whether Node itself lets nothing out; where it only audits, everything still passes the native handles. */
function refusesNetwork(): boolean {
  const real = process.getBuiltinModule('node:process')
  // Absent unless the model is on, whatever the types say.
  if ((real.permission as typeof real.permission | undefined)?.has('net') !== false) return false
  // Node makes this list when it is read.
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

/** What a socket listens on that was told no address. */
const unspecified: ReadonlySet<string> = new Set(['0.0.0.0', '::'])
