import { builtins } from '../node/builtins.ts'
import { now } from '../node/real-time.ts'
import { type JudgeInput, ready, settled } from './judge-input.ts'
import { type GatewayState, readState, startsPath } from './state-file.ts'
import { writeFile } from '../node/original-fs.ts'

/** A gateway that this process or thread has started. */
export interface StartedGateway {
  /** Records what the kernel has counted so far. Blocks until that is done. */
  settle(): void
}

/** What a gateway is started with. */
export interface GatewayPlace {
  readonly directory: string
  readonly state: string
  /** The folder with the built files of this package. */
  readonly dist: string
  /** The first line of the starts, which the judge reads before it reports that it is ready. */
  readonly first: string
  /** The ticket of a run that is in the namespace as a whole. */
  readonly bound?: string | undefined
}

/** In milliseconds. Enough for a very busy machine. */
const patience = 20_000

/**
 * Starts the judge in a thread, which starts the agent. Blocks until both work, or until the reason of a failure is
 * known. The thread keeps no process alive, and the agent ends with it.
 */
export function startGateway({ directory, state, dist, first, bound }: GatewayPlace): StartedGateway {
  writeFile(startsPath(state), first, 'a')
  const shared = new SharedArrayBuffer(8)
  const flags = new Int32Array(shared)
  const { XDG_RUNTIME_DIR, DOCKER_HOST, CONTAINER_HOST, DBUS_SESSION_BUS_ADDRESS } = process.env
  const env = { XDG_RUNTIME_DIR, DOCKER_HOST, CONTAINER_HOST, DBUS_SESSION_BUS_ADDRESS }
  const node = process.execPath
  const workerData: JudgeInput = { directory, state, node, bound, agent: `${dist}/gateway-agent.cjs`, shared, env }
  const options = { workerData, env: {}, execArgv: [], argv: [], name: 'agentguard-judge' }
  const thread = new builtins.workerThreads.Worker(`${dist}/gateway-judge.cjs`, options)
  thread.unref()
  // The state file holds the error. Without a listener, the error would end the process.
  thread.on('error', () => {})
  Atomics.wait(flags, ready, 0, patience)
  let times = 0
  return {
    settle: () => {
      times += 1
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      thread.postMessage(times)
      const end = now() + patience
      for (let done = flags[settled] ?? 0; done < times && now() < end; done = Atomics.load(flags, settled)) {
        Atomics.wait(flags, settled, done, patience)
      }
    },
  }
}

/** Waits until the judge has read enough of what starters wrote. Returns the problem where it never will. */
export function awaitRead(
  state: string,
  isRead: (state: Exclude<GatewayState, { problem: string }>) => boolean,
): GatewayState {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (const end = now() + patience; now() < end;) {
    const found = readState(state)
    if (found && ('problem' in found || isRead(found))) return found
    Atomics.wait(pause, 0, 0, 0.3)
  }
  return { problem: 'the gateway did not answer within 20 seconds' }
}
