import { loopbacks, watchRule } from '../gateway/watch-rule.ts'
import { runBatch } from './run-batch.ts'

/** Watches connections to these loopback ports like those to other machines. */
export async function watchPorts(ip: string, ports: readonly number[], known: Set<number>): Promise<void> {
  const fresh = ports.filter((port) => !known.has(port))
  if (fresh.length === 0) return
  for (const port of fresh) known.add(port)
  await Promise.all(
    loopbacks.map(async (loopback, at) => {
      const rules = fresh.map((port) => watchRule(loopback, port))
      await runBatch(ip, [at === 0 ? '-4' : '-6', '-batch', '-'], rules)
    }),
  )
}
