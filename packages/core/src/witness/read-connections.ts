import { canonicalHost } from '../attempt/canonical-host.ts'

/** One socket of the internet families as the kernel shows it. Port 0 stands for none. */
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

/** What the kernel knows of the sockets of this network namespace. */
export interface KernelView {
  readonly sockets: readonly KernelSocket[]
  /** Inodes of unix sockets: the kernel's tables do not tell where these are connected to. */
  readonly unix: ReadonlySet<number>
}

/** Reads the kernel's tables: 5 to 10 ms, so only when there is a socket that nothing explains. */
export function createKernelReader(): () => KernelView {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const read = (name: string): string[] => {
    try {
      return readFileSync(`/proc/self/net/${name}`, 'latin1').split('\n').slice(1)
    } catch {
      // A kernel without IPv6 has no such table.
      return []
    }
  }
  return () => ({
    sockets: (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((name) =>
      read(name).flatMap((line) => parseSocket(name.startsWith('tcp') ? 'tcp' : 'udp', line) ?? []),
    ),
    unix: new Set(read('unix').map((line) => Number(line.trim().split(/\s+/)[6]))),
  })
}

/** Columns: slot, local end, remote end, state, …, inode as the tenth. */
export function parseSocket(protocol: 'tcp' | 'udp', line: string): KernelSocket | undefined {
  const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/)
  const ends = [parseEnd(local), parseEnd(remote)]
  if (!ends[0] || !ends[1] || inode === undefined) return undefined
  return {
    inode: Number(inode),
    protocol,
    listens: protocol === 'tcp' && state === '0A',
    local: ends[0],
    remote: ends[1],
  }
}

/** `0100007F:1F90` is 127.0.0.1:8080: 32-bit words in the byte order of the machine. */
function parseEnd(text: string | undefined): End | undefined {
  const [words, port] = text?.split(':') ?? []
  if (words === undefined || port === undefined || !/^(?:[\dA-F]{8}){1,4}$/.test(words)) return undefined
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  const address =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : canonicalHost((bytes.join('').match(/.{4}/g) ?? []).join(':'))
  return { address, port: Number.parseInt(port, 16) }
}
