import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIP } from 'node:net'
import { openTable, parseRow, type Table } from '../gateway/kernel-rows.ts'

/** Answers a query of the program whose socket has that inode. Undefined where the message is not a query. */
export type Answer = (message: Buffer, inode: number) => Promise<Buffer | undefined>

/** Answers DNS over UDP at these addresses, and at any other address that a program is connected to. */
export async function serveDatagrams(addresses: Iterable<string>, answer: Answer): Promise<void> {
  const [udp, udp6] = [openTable('udp'), openTable('udp6')]
  const known = new Map<string, Promise<Socket | undefined>>()
  const serve = async (address: string): Promise<Socket | undefined> => {
    const found = known.get(address) ?? bindTo(address, (socket, message, from) => void reply(socket, message, from))
    known.set(address, found)
    return found
  }
  const reply = async (socket: Socket, message: Buffer, from: RemoteInfo): Promise<void> => {
    // A dual-stack socket is in the IPv6 table, even where it asks over IPv4.
    const { inode, server } = clientOf(from.family === 'IPv6' ? [udp6] : [udp, udp6], from)
    const text = await answer(message, inode)
    const isAny = ['0.0.0.0', '::'].includes(socket.address().address)
    const sender = isAny && server !== undefined && needsOwnSocket(server) ? await serve(server) : undefined
    // The program that asked may have ended.
    if (text) (sender ?? socket).send(text, from.port, from.address, () => {})
  }
  await Promise.all([...addresses].map(serve))
}

/**
 * Whether a response from that address must be sent by a socket that is bound to it. The kernel chooses the sender's
 * address for an unbound socket, and a program accepts a response only from the server that it asked.
 */
export function needsOwnSocket(address: string): boolean {
  return isIP(address) === 6 || address.startsWith('127.')
}

type Hears = (socket: Socket, message: Buffer, from: RemoteInfo) => void

async function bindTo(address: string, heard: Hears): Promise<Socket | undefined> {
  const isSix = isIP(address) === 6
  const socket = createSocket({ type: isSix ? 'udp6' : 'udp4', reuseAddr: true, ipv6Only: isSix })
  socket.on('message', (message, from) => heard(socket, message, from))
  return new Promise((done) => {
    // A kernel without IPv6 has no such address.
    socket.on('error', () => done(undefined))
    socket.bind(53, address, () => done(socket))
  })
}

/** The socket of a program and, where it is connected, its server. */
interface Client {
  readonly inode: number
  readonly server?: string
}

function clientOf(tables: readonly Table[], { port }: RemoteInfo): Client {
  for (const table of tables) {
    const rows = table.lines().flatMap((line) => parseRow(line) ?? [])
    const own = rows.filter(({ local }) => local.port === port)
    const connected = own.find(({ remote }) => remote.port === 53)
    if (connected) return { inode: connected.inode, server: connected.remote.address }
    const [row] = own
    if (row) return { inode: row.inode }
  }
  return { inode: 0 }
}
