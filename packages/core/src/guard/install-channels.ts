import dgram from 'node:dgram'
import net from 'node:net'
import { allChannels } from '../channels/all.ts'
import type { Channel } from '../channels/channel.ts'
import { symbolOrKey } from '../patch/native-handles.ts'
import { restoreAll } from '../patch/restore-all.ts'
import { watchForSocketMock } from '../patch/socket-mock.ts'
import type { Restore } from '../patch/replace-property.ts'
import { createPolicy } from '../policy/policy.ts'
import type { BoundHandle, OwnListeners } from '../scope/own-listeners.ts'
import { createScope } from '../scope/scope.ts'
import type { Engine } from './engine.ts'
import { createJudge } from './judge.ts'

/**
 * Installs every channel for `holder`, unless another holder did, and returns the undo.
 *
 * @param isProbed true in a child whose starter has seen the channels work on this very Node: looking again takes 10 ms
 *
 * @throws Error when a channel turns out inert on this version of Node: a guard that does not see must not look green.
 */
export function installChannels(engine: Engine, holder: object, isProbed = false): Restore {
  engine.holders.add(holder)
  if (!engine.restore) install(engine, isProbed)
  return () => {
    engine.holders.delete(holder)
    if (engine.holders.size > 0) return
    engine.restore?.()
    engine.restore = undefined
  }
}

function install(engine: Engine, isProbed: boolean): void {
  const judge = createJudge(engine)
  const restores: Restore[] = []
  engine.restore = restoreAll(restores)
  try {
    const askForSocketMock = watchForSocketMock()
    for (const channel of allChannels) restores.push(channel.install(judge))
    engine.hasSocketMock = askForSocketMock()
    adoptServers(engine)
    // Where a mocking library was there first, it is the library that would answer.
    if (!isProbed && !engine.hasSocketMock()) for (const channel of allChannels) probe(engine, channel)
  } catch (error) {
    engine.restore()
    engine.restore = undefined
    throw error
  }
}

/** Servers that were open before the guard are as free as later ones. */
function adoptServers({ listeners }: Engine): void {
  const active: unknown = Reflect.apply(Reflect.get(process, '_getActiveHandles') as () => unknown, process, [])
  for (const handle of Array.isArray(active) ? (active as unknown[]) : []) {
    if (handle instanceof net.Server) adoptServer(listeners, handle)
    if (handle instanceof dgram.Socket) adoptDatagrams(listeners, handle)
  }
}

function adoptServer(listeners: OwnListeners, server: net.Server): void {
  const native: unknown = Reflect.get(server, '_handle')
  const address = server.address()
  if (typeof native !== 'object' || native === null) return
  if (typeof address === 'string') listeners.addPath(address, native)
  else if (address && 'getsockname' in native) listeners.addTcp(native as BoundHandle)
}

function adoptDatagrams(listeners: OwnListeners, socket: dgram.Socket): void {
  const state = symbolOrKey(socket, 'state symbol')
  const native = typeof state === 'object' && state !== null ? symbolOrKey(state, 'handle') : undefined
  if (typeof native === 'object' && native !== null) listeners.addUdp(native as BoundHandle)
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
