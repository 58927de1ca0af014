import { isLoopback } from '../../policy/attempt/address.ts'
import { now } from '../node/real-time.ts'
import { readTable } from './kernel-rows.ts'
import { readState } from './state-file.ts'
import type { End } from '../witness/kernel-tables.ts'

/** In milliseconds. Enough for a very busy machine. */
const patience = 20_000

/** Where a program listens on a loopback port, waits until the judge serves that port outside, or has found that it cannot. */
export function awaitProgramsServer(path: string, port: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (const end = now() + patience; now() < end && isComing(path, port);) Atomics.wait(pause, 0, 0, 1)
}

/** Whether it is on loopback, and not a name server of the agent. */
function isServable({ address, port }: End): boolean {
  return port !== 53 && (address === '0.0.0.0' || address === '::' || isLoopback(address))
}

function isComing(path: string, port: number): boolean {
  const state = readState(path)
  if (!state || 'problem' in state) return false
  const { agent, served, notPrograms } = state
  if (served.includes(port) || notPrograms.includes(port)) return false
  const rows = [...readTable('tcp', agent), ...readTable('tcp6', agent)]
  return rows.some(({ state, local }) => state === 'listening' && local.port === port && isServable(local))
}
