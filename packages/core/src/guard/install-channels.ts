import net from 'node:net'
import { allChannels } from '../channels/all.ts'
import { baseHandle } from '../channels/base-handle.ts'
import type { Channel } from '../channels/channel.ts'
import { canonicalHost } from '../attempt/canonical-host.ts'
import { restoreAll } from '../patch/restore-all.ts'
import type { Restore } from '../patch/replace-property.ts'
import { createPolicy } from '../policy/policy.ts'
import { createScope } from '../scope/scope.ts'
import type { Engine } from './engine.ts'
import { createJudge } from './judge.ts'

/**
 * Installs every channel for `holder`, unless another holder did, and returns the undo.
 *
 * @throws Error when a channel turns out inert on this version of Node: a guard that does not see must not look green.
 */
export function installChannels(engine: Engine, holder: object): Restore {
  engine.holders.add(holder)
  if (!engine.restore) install(engine)
  return () => {
    engine.holders.delete(holder)
    if (engine.holders.size > 0) return
    engine.restore?.()
    engine.restore = undefined
  }
}

function install(engine: Engine): void {
  const judge = createJudge(engine)
  const restores: Restore[] = []
  engine.restore = restoreAll(restores)
  try {
    for (const channel of allChannels) restores.push(channel.install(judge))
    adoptOpenSockets(engine)
    for (const channel of allChannels) probe(engine, channel)
  } catch (error) {
    engine.restore()
    engine.restore = undefined
    throw error
  }
}

/** Connections and servers that were open before the guard: the next request on them is judged like any other. */
function adoptOpenSockets(engine: Engine): void {
  const active: unknown = Reflect.apply(Reflect.get(process, '_getActiveHandles') as () => unknown, process, [])
  for (const handle of Array.isArray(active) ? (active as unknown[]) : []) {
    if (handle instanceof net.Server) adoptServer(engine, handle)
    if (handle instanceof net.Socket) adoptSocket(engine, handle)
  }
}

function adoptServer({ listeners }: Engine, server: net.Server): void {
  const native: unknown = Reflect.get(server, '_handle')
  const address = server.address()
  if (typeof native !== 'object' || native === null) return
  if (typeof address === 'string') listeners.addPath(address, native)
  else if (address && 'getsockname' in native) listeners.addTcp(native as Parameters<typeof listeners.addTcp>[0])
}

function adoptSocket({ connections }: Engine, socket: net.Socket): void {
  const native = baseHandle(socket)
  const { remoteAddress, remotePort } = socket
  // An accepted socket belongs to a server, which has no client to send requests.
  if (!native || remoteAddress === undefined || Reflect.get(socket, 'server')) return
  const address = canonicalHost(remoteAddress)
  const asked: unknown = Reflect.get(socket, '_host')
  const host = typeof asked === 'string' && asked !== '' ? canonicalHost(asked) : address
  connections.set(native, { host, port: remotePort, address, unixPath: undefined })
}

/** Each channel makes one attempt that a scope allowing nothing must have recorded before the call returns. */
function probe(engine: Engine, channel: Channel): void {
  if (!channel.probe) return
  const scope = createScope({ name: 'start-up check', policy: createPolicy({}, 'start-up check') })
  engine.current.run({ scope, phase: 'run' }, channel.probe)
  if (scope.ledger.entries.length > 0) return
  throw new Error(
    `agentguard: the ${channel.name} channel is inert on Node ${process.version}: it would miss what it is there to stop. ` +
      'Update @agentguard/core, or report this version',
  )
}
