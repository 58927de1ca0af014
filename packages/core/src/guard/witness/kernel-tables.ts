import { canonicalHost } from '../../policy/attempt/canonical-host.ts'

/** One internet socket as the kernel lists it. Port 0 means none. */
export interface KernelSocket {
  readonly inode: number
  readonly protocol: 'tcp' | 'udp'
  readonly listens: boolean
  readonly local: End
  readonly remote: End
}

/** One end of a connection. */
export interface End {
  readonly address: string
  readonly port: number
}

/** Finds sockets of this process in the kernel's tables, by their inodes. */
export interface KernelTables {
  /** Those of `inodes` that are unix sockets. The kernel does not list where these are connected to. */
  unix(inodes: ReadonlySet<number>): ReadonlySet<number>
  /**
   * Searches one table after the other for sockets of `held`, until all of `wanted` are found.
   *
   * A TCP table lists every socket of the machine, those in TIME_WAIT too: 5 ms at least, and 10 with thousands of
   * them. IPv6 sockets are in the last table, and so are IPv4 ones that a listener on `::` accepted.
   */
  find(wanted: ReadonlySet<number>, held: { has(inode: number): boolean }): readonly KernelSocket[]
}

const tables = [
  ['udp', 'udp'],
  ['udp6', 'udp'],
  ['tcp', 'tcp'],
  ['tcp6', 'tcp'],
] as const

/** Reads nothing until it is used. */
export function createKernelTables(): KernelTables {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const read = (name: string): string[] => {
    try {
      return readFileSync(`/proc/self/net/${name}`, 'latin1').split('\n').slice(1)
    } catch {
      // A kernel without IPv6 has no such table.
      return []
    }
  }
  return {
    unix: (inodes) => new Set(read('unix').flatMap((line) => inodeIn(line, 6, inodes) ?? [])),
    find: (wanted, held) => {
      const found: KernelSocket[] = []
      const missing = new Set(wanted)
      for (const [name, protocol] of tables) {
        if (missing.size === 0) break
        for (const socket of read(name).flatMap((line) => parseSocket(protocol, line, held) ?? [])) {
          missing.delete(socket.inode)
          found.push(socket)
        }
      }
      return found
    },
  }
}

/** Columns: slot, local end, remote end, state, …, with the inode as the tenth. */
export function parseSocket(
  protocol: 'tcp' | 'udp',
  line: string,
  held: { has(inode: number): boolean },
): KernelSocket | undefined {
  const inode = inodeIn(line, 9, held)
  if (inode === undefined) return undefined
  const [, localEnd, remoteEnd, state] = columnsOf(line)
  const [local, remote] = [parseEnd(localEnd), parseEnd(remoteEnd)]
  return local && remote && { inode, protocol, listens: protocol === 'tcp' && state === '0A', local, remote }
}

function inodeIn(line: string, column: number, held: { has(inode: number): boolean }): number | undefined {
  const inode = Number(columnsOf(line)[column])
  return held.has(inode) ? inode : undefined
}

function columnsOf(line: string): readonly string[] {
  return line.trim().split(/\s+/)
}

/** `0100007F:1F90` is 127.0.0.1:8080: 32-bit words in the byte order of the machine. */
export function parseEnd(text: string | undefined): End | undefined {
  const [words, port] = text?.split(':') ?? []
  if (words === undefined || port === undefined || !/^(?:[\dA-F]{8}){1,4}$/.test(words)) return undefined
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  const address =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : canonicalHost((bytes.join('').match(/.{4}/g) ?? []).join(':'))
  return { address, port: Number.parseInt(port, 16) }
}
