import type { Attempt } from '../../policy/attempt/attempt.ts'
import { isLoopbackAttempt } from '../../policy/attempt/is-local.ts'
import { isLoopbackName, loopbackAddresses } from '../../policy/attempt/address.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import { decide } from '../../policy/precedence/precedence.ts'
import type { Circumstances } from '../../policy/rules/terms.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { Engine } from '../engine/engine.ts'
import { isLocal } from '../scope/covers.ts'
import type { Scope } from '../scope/scope.ts'

/**
 * Whether code may be waiting for its own server: nothing of the tests listens there yet, and if it did, the policy
 * would allow the attempt. The verdict then depends on whether a server begins to listen there before the file ends,
 * and not on what else listens.
 */
export function awaitsServer(policy: Policy, attempt: Attempt, circumstances?: Circumstances): boolean {
  const { channel, unixPath, proxy, own } = attempt
  if (own === true || proxy !== undefined || !streams.has(channel)) return false
  if (unixPath === undefined && !isOnThisMachine(attempt)) return false
  return decide(policy, { ...attempt, own: true }, circumstances).outcome === 'allow'
}

const streams: ReadonlySet<Attempt['channel']> = new Set(['tcp', 'pipe', 'http', 'undici', 'http2', 'tls'])

function isOnThisMachine(attempt: Attempt): boolean {
  const { port, address = attempt.host } = attempt
  return port !== undefined && address !== undefined && (isLoopbackAttempt(attempt) || isLocal(address))
}

/** Removes from the ledger the attempts that turned out to wait for a server of the tests. */
export function dropAwaited({ listeners }: Pick<Engine, 'listeners'>, { ledger }: Pick<Scope, 'ledger'>): void {
  if (ledger.entries.length === 0) return
  for (const entry of ledger.entries.filter(({ awaits }) => awaits !== undefined)) {
    if (hasBegun(listeners, entry)) ledger.drop(entry)
  }
}

function hasBegun(listeners: Engine['listeners'], { attempt, at, lastAt = at, awaits = 0 }: Entry): boolean {
  const since = { at: lastAt, seen: awaits }
  const { unixPath, host, address = host, port } = attempt
  if (unixPath !== undefined) return listeners.becamePath(unixPath, since)
  if (port === undefined || address === undefined) return false
  const addresses = host !== undefined && isLoopbackName(host) ? loopbackAddresses : [address]
  return addresses.some((one) => listeners.becameTcp(one, port, since))
}
