import { readdirSync, readFileSync, renameSync, writeFile } from '../node/original-fs.ts'
import { join } from 'node:path'
import { builtins } from '../node/builtins.ts'

/** What a gateway says of itself in a file, for all processes of a run. */
export type GatewayState = ReadyState | { readonly problem: string }

/** How to get into the namespace, and how much the judge has read of what starters wrote. */
export interface ReadyState {
  /** The program that joins namespaces. */
  readonly nsenter: string
  /** The agent's process, which holds the namespaces. */
  readonly agent: number
  /** What `/proc/self/ns/net` of a process in there links to. */
  readonly net: string
  /** Bytes of the file with the listeners of the run, and of the file with the starts. */
  readonly read: { readonly listeners: number; readonly starts: number }
  /** Ports at which programs listen, and which the judge serves outside. */
  readonly served: readonly number[]
  /** Ports inside at which the agent listens, and those that cannot be had outside. */
  readonly notPrograms: readonly number[]
  /** Sockets that lead out, and that programs do not see. */
  readonly hidden: readonly string[]
  /** Processes with a view of the files in which some of those are there, by the tickets of the scopes whose rules name them. */
  readonly views: Readonly<Record<string, number>>
}

/** The file of the gateway that all processes of a run share: it lives as long as the process that made the directory. */
export function sharedStatePath(directory: string): string {
  return join(directory, 'gateway.state')
}

/** The file of a gateway for one process or thread alone. */
export function ownStatePath(directory: string): string {
  return join(directory, `gateway-${process.pid}-${builtins.workerThreads.threadId}.state`)
}

/** The file in which starters note the tickets of programs, beside that of the gateway. */
export function startsPath(state: string): string {
  return state.replace(/state$/, 'starts')
}

/** Complete or not at all: a starter may read it at any moment. */
export function writeState(path: string, state: GatewayState): void {
  writeFile(`${path}.part`, JSON.stringify(state))
  renameSync(`${path}.part`, path)
}

/** `undefined` while there is none. */
export function readState(path: string): GatewayState | undefined {
  try {
    // Only `writeState` of the same release writes there.
    return JSON.parse(readFileSync(path, 'utf8')) as GatewayState
  } catch {
    return undefined
  }
}

/** The gateways of a run. */
export function listStates(directory: string): readonly GatewayState[] {
  const names = readdirSync(directory).filter((name) => /^gateway(?:-\d+-\d+)?\.state$/.test(name))
  return names.flatMap((name) => readState(join(directory, name)) ?? [])
}
