import { runBatch } from './run-batch.ts'

/**
 * A link-local name server is given with an interface, such as `fe80::1%wlan0`. The only interface of the namespace
 * gets these names and addresses too, so that the agent answers there.
 */
export async function takeLinkLocal(ip: string, servers: readonly string[]): Promise<void> {
  const lines = servers.flatMap((server) => {
    const [, address, name] = /^(fe[89ab][^%]*)%([\w.-]+)$/i.exec(server) ?? []
    return address === undefined
      ? []
      : [`link property add dev eth0 altname ${name}`, `addr add ${address}/128 dev eth0 nodad`]
  })
  // An interface already has its own name.
  if (lines.length > 0) await runBatch(ip, ['-6', '-force', '-batch', '-'], lines)
}
