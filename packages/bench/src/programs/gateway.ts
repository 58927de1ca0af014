// What the gateway costs the programs behind it: prints one `GatewayCost`. `gateway.ts <count>`.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { observeEgress } from '@agentguard/core'

export interface GatewayCost {
  /** Milliseconds that the first program takes longer: namespace, agent and judge are made for it. */
  readonly ready: number
  /** A thread and a process of Node that do nothing, one after the other: what judge and agent take at the least. */
  readonly parts: number
  /** Milliseconds of a program that ends at once, pair by pair. */
  readonly bare: readonly number[]
  /** The same program, started by the tool that joins namespaces: what joining costs on this machine at the least. */
  readonly byHand: readonly number[]
  readonly joined: readonly number[]
  /** What a program measures on one connection: milliseconds of a byte and back, and MB a second. */
  readonly direct: Connection
  readonly carried: Connection
}

export interface Connection {
  readonly roundTrip: number
  readonly throughput: number
}

const count = Number(process.argv[2])
const client = fileURLToPath(new URL('gateway-client.cjs', import.meta.url))
const server = spawn(process.execPath, [client, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] })
const [port] = (await once(server.stdout, 'data')) as [Buffer]
const address = Number(port.toString())

const curl = ['curl', '--version'] as const
const time = (command: readonly string[] = curl): number => {
  const [file = '', ...args] = command
  const begin = performance.now()
  spawnSync(file, args, { stdio: 'ignore' })
  return performance.now() - begin
}
const nsenter = ['nsenter', '--net', '--mount', `--wdns=${process.cwd()}`, `--target=${process.pid}`, '--', ...curl]
const connect = (): Connection => {
  const args = ['-u', 'NODE_OPTIONS', process.execPath, client, String(address)]
  // The client prints what its caller reads.
  return JSON.parse(spawnSync('env', args, { encoding: 'utf8' }).stdout) as Connection
}
const within = async <T>(run: () => T): Promise<T> => {
  const seen = await observeEgress({ subprocess: 'isolate', allow: `localhost:${address}` }, run)
  if ('error' in seen) throw seen.error
  return seen.value
}

const startThread = (): void => {
  const ended = new Int32Array(new SharedArrayBuffer(4))
  const code =
    "const { workerData } = require('worker_threads'); Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0)"
  new Worker(code, { eval: true, workerData: ended }).unref()
  Atomics.wait(ended, 0, 0)
}
const timeParts = (): number => {
  const begin = performance.now()
  startThread()
  return performance.now() - begin + time([process.execPath, '--eval', '0'])
}

time()
const first = await within(() => time())
const bare: number[] = []
const byHand: number[] = []
const joined: number[] = []
// The first of a scope waits until the judge has read its list, once.
const several = (command?: readonly string[]): readonly number[] =>
  Array.from({ length: 6 }, () => time(command)).slice(1)
for (let at = 0; at < count; at += 5) {
  bare.push(...several())
  byHand.push(...several(nsenter))
  joined.push(...(await within(() => several())))
}
const cost: GatewayCost = {
  ready: first - (bare[0] ?? 0),
  parts: timeParts(),
  bare,
  byHand,
  joined,
  direct: connect(),
  carried: await within(connect),
}
console.log(JSON.stringify(cost))
server.kill()
process.exit()
