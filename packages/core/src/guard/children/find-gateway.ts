import { createPolicy } from '../../policy/precedence/policy.ts'
import type { Engine } from '../engine/engine.ts'
import type { Gateway } from '../engine/gateway.ts'
import { networkOf } from '../gateway/network-of.ts'
import { startGateway } from '../gateway/start-gateway.ts'
import { listStates, ownStatePath, readState, sharedStatePath, startsPath } from '../gateway/state-file.ts'
import { ownRoot } from '../judging/own-files.ts'
import { isRunning } from '../node/is-running.ts'
import { appendLine } from '../spool/append-line.ts'
import type { BoundAt } from '../scope/bound-at.ts'
import { createScope } from '../scope/scope.ts'

/** Whether a process runs in the namespace of a gateway. Then everything that it starts does too. */
export function isInGateway(directory: string, pid: number | 'self' = 'self'): boolean {
  const network = networkOf(pid)
  return listStates(directory).some((state) => 'net' in state && state.net === network)
}

/** Whether a port of another process is not the same port here: that process is in the namespace of a gateway, and this one is not. */
export function isBehindGateway(directory: string, { life }: BoundAt): boolean {
  if (life === undefined || life.pid === process.pid || networkOf(life.pid) === networkOf('self')) return false
  return isInGateway(directory, life.pid)
}

/** The first program that this process starts by a gateway. */
export interface FirstStart {
  readonly directory: string
  /** The line that reports this start to the judge. */
  readonly first: string
  /** The ticket of a run that is in the namespace as a whole. */
  readonly bound: string | undefined
}

/**
 * The gateway for what this process starts. It belongs to the process that made the directory of the run. If that has
 * none, this process makes one for itself, which no other process uses, since it ends with this one.
 */
export function findGateway(engine: Engine, { directory, first, bound }: FirstStart): Gateway {
  const isMaker = engine.joined === undefined
  const shared = isMaker ? undefined : readState(sharedStatePath(directory))
  const path = isMaker || shared ? sharedStatePath(directory) : ownStatePath(directory)
  const dist = `${ownRoot()}/dist`
  if (shared) appendLine(startsPath(path), first)
  const started = shared
    ? undefined
    : outsideOfPolicies(engine, () => startGateway({ directory, state: path, dist, first, bound }))
  return { path, started, tickets: new Set(), pids: new Set(), hasStarted: false }
}

/** Records what the kernel has counted of programs that this process started, where one may have attempted something. */
export function settleGateway(gateway: Gateway): void {
  if (!gateway.started) return
  for (const pid of gateway.pids) if (!isRunning(pid)) gateway.pids.delete(pid)
  if (!gateway.hasStarted && gateway.pids.size === 0) return
  gateway.hasStarted = false
  gateway.started.settle()
}

/** Runs `fn` outside every scope, since no policy applies to the guard's own thread. */
function outsideOfPolicies<T>({ current }: Engine, fn: () => T): T {
  const scope = createScope({ name: 'the gateway', policy: createPolicy({ mode: 'off' }, 'the gateway') })
  return current.run({ scope, phase: 'run' }, fn)
}
