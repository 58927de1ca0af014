import { isAddress, isLoopback, isLoopbackName, loopbackAddresses } from '../../policy/attempt/address.ts'
import type { Attempt } from '../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { builtins } from '../node/builtins.ts'
import { awaitProgramsServer } from '../gateway/await-programs-server.ts'
import { addressesHere } from '../scope/covers.ts'
import { canonicalPath } from '../scope/own-paths.ts'
import type { Scope } from '../scope/scope.ts'
import type { Engine } from '../engine/engine.ts'

/** Adds what only the guard knows: the names behind an address, and whether this process listens there. */
export function completeAttempt(engine: Engine, scope: Scope, attempt: Attempt): Attempt {
  const { unixPath, host, address } = attempt
  if (unixPath !== undefined) {
    const own = attempt.own ?? engine.listeners.ownsPath(unixPath)
    const path = canonicalPath(unixPath)
    return own || path !== unixPath ? { ...attempt, unixPath: path, ...(own && { own }) } : attempt
  }
  const own = attempt.own ?? isOwn(engine, attempt)
  const numeric = address ?? (host !== undefined && isAddress(host) ? host : undefined)
  if (numeric === undefined) return own ? { ...attempt, own } : attempt
  const names = engine.answers.namesOf(scope, numeric, numeric === host ? undefined : host)
  return { ...attempt, own, names }
}

function isOwn({ listeners, gateway }: Engine, { channel, host, address, port, proxy }: Attempt): boolean {
  if (port === undefined || host === undefined || isBeyondProxy(proxy)) return false
  const isDatagram = channel === 'udp' || channel === 'dns'
  const ownsAny = isDatagram ? listeners.ownsUdpAtAny : listeners.ownsTcpAtAny
  const isName = address === undefined && isLoopbackName(host)
  // Resolving this machine's own name asks no server.
  if (address === undefined && !isDatagram && isNameOfThisMachine(host)) return isServedHere(listeners, port)
  if (gateway && !isDatagram && (isName || isLoopback(address ?? host))) awaitProgramsServer(gateway.path, port)
  return ownsAny(isName ? loopbackAddresses : [address ?? host], port)
}

function isNameOfThisMachine(host: string): boolean {
  return host === (machine.name ??= canonicalHost(builtins.os.hostname()))
}

const machine: { name?: string } = {}

/** The name may resolve to any of the addresses here. Debian gives it the last one. */
function isServedHere({ ownsTcpAtAny }: Engine['listeners'], port: number): boolean {
  return ownsTcpAtAny([...loopbackAddresses, ...addressesHere(), '127.0.1.1'], port)
}

/**
 * Whether a server of the run listens at the other address of `localhost`. Systems return both in either order, and
 * Node's clients try one after the other. A refused try is then not egress.
 */
export function isServedBeside({ listeners }: Engine, { host, address, port }: Attempt): boolean {
  if (address === undefined || host === undefined || port === undefined || !isLoopbackName(host)) return false
  return loopbackAddresses.some((other) => other !== address && listeners.ownsTcp(other, port))
}

/** Whether a server of this process has listened at the destination, even if it is closed by now. */
export function wasOwn({ listeners }: Engine, { channel, host, address, port, proxy }: Attempt): boolean {
  if (port === undefined || host === undefined || channel === 'udp' || isBeyondProxy(proxy)) return false
  if (address === undefined && isLoopbackName(host)) return loopbackAddresses.some((one) => listeners.hadTcp(one, port))
  return listeners.hadTcp(address ?? host, port)
}

/** Behind a proxy on another machine, `localhost` is that machine. */
function isBeyondProxy(proxy: string | undefined): boolean {
  return proxy !== undefined && !isLoopback(proxy.replace(/:\d*$/, ''))
}
