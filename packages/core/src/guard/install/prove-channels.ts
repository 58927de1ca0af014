import { allChannels } from '../channels/all.ts'
import { nodeOfProcess } from '../node/node-of-process.ts'
import { engine } from '../engine/engine.ts'
import { installChannels } from './install-channels.ts'

/**
 * Lets every channel prove itself here, where no test runs, and returns the Node that this holds for: processes and threads that
 * run on the same need not look again.
 *
 * @throws Error when a channel is inert on this version of Node
 */
export function proveChannels(): string {
  // What is not loaded here would be proved only once it is.
  for (const { probe } of allChannels) if (probe) process.getBuiltinModule(`node:${probe.module}`)
  const restore = installChannels(engine(), {})
  restore()
  return nodeOfProcess()
}
