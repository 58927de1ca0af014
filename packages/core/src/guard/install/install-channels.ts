import { allChannels } from '../channels/all.ts'
import type { Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import { watchForSocketMock } from '../patch/socket-mock.ts'
import { whenLoaded } from '../patch/when-loaded.ts'
import { adoptServers } from './adopt-servers.ts'
import type { Engine } from '../engine/engine.ts'
import { nodeOfProcess } from '../node/node-of-process.ts'
import { createCapabilities } from './create-capabilities.ts'
import { keepContexts } from './keep-contexts.ts'
import { probeChannels } from './probe-channels.ts'

/**
 * Installs every channel for `holder`, unless another holder did, and returns the undo.
 *
 * @param provenOn the Node on which whoever started this process has seen the channels work: on the same, looking again only takes time
 *
 * @throws Error when a channel turns out inert on this version of Node: a guard that does not see must not look green.
 */
export function installChannels(engine: Engine, holder: object, provenOn?: string): Restore {
  engine.holders.add(holder)
  if (!engine.restore) install(engine, provenOn)
  return () => {
    engine.holders.delete(holder)
    if (engine.holders.size > 0) return
    engine.restore?.()
    engine.restore = undefined
  }
}

function install(engine: Engine, provenOn: string | undefined): void {
  const capabilities = createCapabilities(engine)
  const restores: Restore[] = []
  engine.restore = restoreAll(restores)
  try {
    // Asked before the channels are there and after, so that their own function is not taken for somebody else's.
    let later = (): (() => boolean) => engine.hasSocketMock
    restores.push(
      whenLoaded('net', () => {
        later = watchForSocketMock()
      }),
    )
    for (const channel of allChannels) restores.push(channel.install(capabilities))
    restores.push(
      whenLoaded('net', () => {
        engine.hasSocketMock = later()
      }),
    )
    restores.push(keepContexts(engine))
    adoptServers(engine.listeners)
    if (provenOn !== nodeOfProcess()) restores.push(probeChannels(engine, capabilities))
  } catch (error) {
    engine.restore()
    engine.restore = undefined
    throw error
  }
}
