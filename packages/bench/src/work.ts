import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import type { OperationName, Target } from './programs/operations.ts'
import { runProgram } from './run-program.ts'
import { type Servers, startServers } from './servers.ts'

/** One operation whose work has a budget. */
export interface WorkCase {
  readonly name: string
  readonly operation: OperationName
  readonly target: Target
}

/** Characters of the guard's code that run, by what was done. */
export type Work = Readonly<Record<string, number>>

const recorded = join(import.meta.dirname, '../work.json')

/**
 * Counts how much code of the guard runs for its start, and for one operation of each kind, as characters of its built files.
 *
 * It does not measure time. It is the same on every machine and under any load, so a test can hold it to a budget. Code of Node that the
 * guard calls does not count.
 */
export async function countWork(): Promise<Work> {
  const servers = await startServers()
  try {
    return { ...(await count(blocked, [])), ...(await count(allowedBy(servers), ['127.0.0.1'])) }
  } finally {
    servers.close()
  }
}

async function count(cases: readonly WorkCase[], allow: readonly string[]): Promise<Work> {
  return await runProgram('count-work', [JSON.stringify(cases), ...allow], {
    // Compiled code that an earlier process has kept does not count its blocks.
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    // V8 stops counting a function once optimized code contains it, which depends on when that is ready.
    flags: ['--no-maglev', '--no-opt'],
  })
}

// Of a blocked attempt at a port of this machine, the guard reads the kernel's list of listeners, however long that is.
const elsewhere: Target = { host: '203.0.113.7', port: 80 }

const blocked: readonly WorkCase[] = [
  { name: 'fetch, blocked', operation: 'fetch', target: elsewhere },
  { name: 'http.get, blocked', operation: 'http.get', target: elsewhere },
  { name: 'net.connect, blocked', operation: 'net.connect', target: elsewhere },
  { name: 'udp send, blocked', operation: 'udp send', target: elsewhere },
  { name: 'dns.lookup, blocked', operation: 'dns.lookup', target: { host: 'api.example.com', port: 0 } },
]

function at(port: number): Target {
  return { host: '127.0.0.1', port }
}

function allowedBy(servers: Servers): readonly WorkCase[] {
  return [
    { name: 'fetch, allowed', operation: 'fetch', target: at(servers.http) },
    { name: 'http.get, allowed', operation: 'http.get', target: at(servers.http) },
    { name: 'net.connect, allowed', operation: 'net.connect', target: at(servers.tcp) },
    { name: 'socket write, allowed', operation: 'socket write', target: at(servers.sink) },
    { name: 'udp send, allowed', operation: 'udp send', target: at(servers.udp) },
    { name: 'dns.lookup, allowed', operation: 'dns.lookup', target: { host: 'localhost', port: 0 } },
  ]
}

/** The budget: what was counted when it was last written. */
export function readBudget(): Work {
  // Only `writeBudget` writes it.
  return JSON.parse(readFileSync(recorded, 'utf8')) as Work
}

export function writeBudget(work: Work): void {
  writeFileSync(recorded, `${JSON.stringify(work, undefined, 2)}\n`)
}
