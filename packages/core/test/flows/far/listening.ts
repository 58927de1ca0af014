import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** Listens on a free port of every interface, in both families, and returns the port. */
export async function listening(server: Server): Promise<number> {
  server.listen(0)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
