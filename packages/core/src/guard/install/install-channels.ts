import { allChannels } from '../channels/all.ts'
import type { Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import { watchForSocketMock } from '../patch/socket-mock.ts'
import { whenLoaded } from '../patch/when-loaded.ts'
import { adoptServers } from './adopt-servers.ts'
import type { Engine } from '../engine/engine.ts'
import { createCapabilities } from './create-capabilities.ts'
import { keepContexts } from './keep-contexts.ts'
import { probeChannels } from './probe-channels.ts'

/**
 * Installs every channel for `holder`, unless another holder did, and returns the undo.
 *
 * @throws Error when a channel does not see its probe on this version of Node, since a blind guard must not let tests
 * pass
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
  const capabilities = createCapabilities(engine)
  const restores: Restore[] = []
  engine.restore = restoreAll(restores)
  try {
    // Checked before the channels are installed and after, so that our own function does not count as one of other code.
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
    restores.push(probeChannels(engine, capabilities))
  } catch (error) {
    engine.restore()
    engine.restore = undefined
    throw error
  }
}
