import { runBatch } from './run-batch.ts'

/** Watches connections to these loopback ports like those to other machines. */
export async function watchPorts(ip: string, ports: readonly number[], known: Set<number>): Promise<void> {
  const fresh = ports.filter((port) => !known.has(port))
  for (const port of fresh) known.add(port)
  await Promise.all(
    (
      [
        ['-4', '127.0.0.0/8'],
        ['-6', '::1'],
      ] as const
    ).map(async ([family, to]) => {
      const rules = fresh.map((port) => `rule add pref 9 to ${to} ipproto tcp dport ${port} lookup 201`)
      if (rules.length > 0) await runBatch(ip, [family, '-batch', '-'], rules)
    }),
  )
}
