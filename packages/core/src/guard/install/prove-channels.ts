import { allChannels } from '../channels/all.ts'
import { nodeOfProcess } from '../node/node-of-process.ts'
import { engine } from '../engine/engine.ts'
import { installChannels } from './install-channels.ts'

/**
 * Checks every channel here, where no test runs. Returns the Node that the result is valid for: processes and threads
 * on the same Node need not check again.
 *
 * @throws Error when a channel is inert on this version of Node
 */
export function proveChannels(): string {
  // A module that is not loaded here would be checked only once it is.
  for (const { probe } of allChannels) if (probe) process.getBuiltinModule(`node:${probe.module}`)
  const restore = installChannels(engine(), {})
  restore()
  return nodeOfProcess()
}
