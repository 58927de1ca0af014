import { readdirSync, readFileSync, renameSync, writeFile } from '../node/original-fs.ts'
import { join } from 'node:path'
import { builtins } from '../node/builtins.ts'

/** The state of a gateway, in a file for all processes of a run. */
export type GatewayState = ReadyState | { readonly problem: string }

/** How to get into the namespace, and how much the judge has read of what starters wrote. */
export interface ReadyState {
  /** The program that joins namespaces. */
  readonly nsenter: string
  /** The agent's process, which holds the namespaces. */
  readonly agent: number
  /** The target of the link `/proc/self/ns/net` in the namespace. */
  readonly net: string
  /** Bytes read of the file with the listeners of the run, and of the file with the starts. */
  readonly read: { readonly listeners: number; readonly starts: number }
  /** Ports where programs listen and which the judge serves outside. */
  readonly served: readonly number[]
  /** Ports inside where the agent listens, and ports that cannot be had outside. */
  readonly notPrograms: readonly number[]
  /** Sockets that lead out of the namespace, and that programs do not see. */
  readonly hidden: readonly string[]
  /** Processes that hold a view of the files with some of these sockets, by the tickets of the scopes whose rules name them. */
  readonly views: Readonly<Record<string, number>>
}

/** The file of the gateway that all processes of a run share. It lives as long as the process that made the directory. */
export function sharedStatePath(directory: string): string {
  return join(directory, 'gateway.state')
}

/** The file of a gateway for one process or thread. */
export function ownStatePath(directory: string): string {
  return join(directory, `gateway-${process.pid}-${builtins.workerThreads.threadId}.state`)
}

/** The file next to it, in which starters note the tickets of programs. */
export function startsPath(state: string): string {
  return state.replace(/state$/, 'starts')
}

/** Writes the file atomically, since a starter may read it at any moment. */
export function writeState(path: string, state: GatewayState): void {
  writeFile(`${path}.part`, JSON.stringify(state))
  renameSync(`${path}.part`, path)
}

/** `undefined` until it is written. */
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
