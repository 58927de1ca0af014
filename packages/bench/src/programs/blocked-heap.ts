// What 100,000 blocked attempts in one scope leave on the heap, in bytes after each half: `blocked-heap.ts <attempts>`.
import dns from 'node:dns'
import { observeEgress } from '@agentguard/core'

const half = Number(process.argv[2]) / 2
const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
// Every name is another one: the worst there is for a ledger that keeps each kind.
const lookUp = (index: number): Promise<void> =>
  new Promise((done) => dns.lookup(`host-${index}.example.com`, () => done()))

const result = await observeEgress(async () => {
  for (let index = 0; index < 2000; index += 1) await lookUp(-index)
  const start = heap()
  for (let index = 0; index < half; index += 1) await lookUp(index)
  const middle = heap()
  for (let index = half; index < 2 * half; index += 1) await lookUp(index)
  return { first: middle - start, second: heap() - middle }
})
if ('error' in result) throw result.error
console.log(JSON.stringify(result.value))
