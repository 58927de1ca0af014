// The time of 1,000 scopes with 10 requests each, one after the other and all at once, in µs a request, and the heap of open
// scopes: `scopes.ts <variant> <port> <scopes>`.
import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import { noEgress } from '@agentguard/core'
import { operations } from './operations.ts'

const [variant, port, count] = process.argv.slice(2)
const scopes = Number(count)
const options = { allow: `127.0.0.1:${port}` }
const turn = (): Promise<void> => new Promise((done) => setImmediate(done))
/** A scope waits one turn for what was not awaited; so does bare, since that turn is not work. */
const bareScope = async (run: () => Promise<void>): Promise<void> => {
  await run()
  await turn()
}
const inScope = variant === 'agentguard' ? (run: () => Promise<void>) => noEgress(options, run) : bareScope

const request = await operations['http.get']({ host: '127.0.0.1', port: Number(port) })
const tenRequests = async (): Promise<void> => {
  for (let index = 0; index < 10; index += 1) await request()
}
for (let index = 0; index < 50; index += 1) await inScope(tenRequests)
const since = process.cpuUsage()
for (let index = 0; index < scopes; index += 1) await inScope(tenRequests)
const cpu = microsecondsSince(since)

// All of them share these connections: most requests wait for one that another scope has used.
http.globalAgent.maxSockets = 32
const allAtOnce = (): Promise<unknown> => Promise.all(Array.from({ length: scopes }, () => inScope(tenRequests)))
await allAtOnce()
const sinceWarm = process.cpuUsage()
await allAtOnce()
const together = microsecondsSince(sinceWarm)

const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
const before = heap()
const gate = new EventEmitter()
const opened = once(gate, 'open')
const waitForGate = async (): Promise<void> => {
  await opened
}
const open = Array.from({ length: scopes }, () => inScope(waitForGate))
const bytes = (heap() - before) / scopes
gate.emit('open')
await Promise.all(open)
console.log(JSON.stringify({ cpu: cpu / scopes / 10, together: together / scopes / 10, bytes }))
process.exit()

function microsecondsSince(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin)
  return user + system
}
