import { runBatch } from './run-batch.ts'

/**
 * A name server on the link of a machine is named with an interface, such as `fe80::1%wlan0`. The namespace has one interface: that gets
 * such names and addresses too, so that the agent answers there.
 */
export async function takeLinkLocal(ip: string, servers: readonly string[]): Promise<void> {
  const lines = servers.flatMap((server) => {
    const [, address, name] = /^(fe[89ab][^%]*)%([\w.-]+)$/i.exec(server) ?? []
    return address === undefined
      ? []
      : [`link property add dev eth0 altname ${name}`, `addr add ${address}/128 dev eth0 nodad`]
  })
  // An interface has its own name already.
  if (lines.length > 0) await runBatch(ip, ['-6', '-force', '-batch', '-'], lines)
}
