import { now } from '../node/real-time.ts'
import { readTable } from './kernel-rows.ts'
import { readState } from './state-file.ts'

/** In milliseconds. */
const patience = 2000

/** Where a program listens at a port of loopback, waits until the judge serves that outside, or has found that it cannot. */
export function awaitProgramsServer(path: string, port: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (const end = now() + patience; now() < end && isComing(path, port);) Atomics.wait(pause, 0, 0, 1)
}

function isComing(path: string, port: number): boolean {
  const state = readState(path)
  if (!state || 'problem' in state) return false
  const { agent, served, notPrograms } = state
  if (served.includes(port) || notPrograms.includes(port)) return false
  const rows = [...readTable('tcp', agent), ...readTable('tcp6', agent)]
  return rows.some((row) => row.state === 'listening' && row.local.port === port)
}
