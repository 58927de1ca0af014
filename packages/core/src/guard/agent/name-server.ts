import { readFileSync } from 'node:fs'
import { createServer, type Socket as Stream } from 'node:net'
import { parseEnd } from '../witness/kernel-tables.ts'
import { codes, type Query, readQuery, writeAnswer } from './dns-message.ts'
import { openTable } from '../gateway/kernel-rows.ts'
import { takeLinkLocal } from './take-link-local.ts'
import { type Answer, needsOwnSocket, serveDatagrams } from './serve-datagrams.ts'

/** Resolves a name to one of `codes`, with an address if there is one. */
export type Resolve = (asked: {
  readonly name: string
  readonly bare: string
  /** The inode of the socket that asks. */
  readonly inode: number
}) => Promise<{ readonly code: number; readonly address?: string }>

/** Answers DNS at every address, over UDP and TCP. */
export async function serveNames(ip: string, resolve: Resolve): Promise<void> {
  const { servers, search } = readConfiguration()
  await takeLinkLocal(ip, servers)
  const answer = async (message: Buffer, inode: number): Promise<Buffer | undefined> => {
    const query = readQuery(message)
    if (!query) return undefined
    const { code, address } = await resolve({ name: query.name, bare: withoutSearch(query.name, search), inode })
    return answerTo(message, query, code, address)
  }
  const addresses = new Set(['0.0.0.0', '::', '127.0.0.53', '127.0.0.11', '::1', ...servers])
  await Promise.all([
    serveDatagrams(addresses, answer),
    ...['0.0.0.0', '::'].map(async (address) => serveStreams(address, answer)),
  ])
}

/** Made-up addresses are IPv4 only. For another type, an existing name has no records. */
function answerTo(message: Buffer, query: Query, code: number, address: string | undefined): Buffer {
  if (code !== codes.found || query.type === 1) return writeAnswer(message, query, code, address)
  return writeAnswer(message, query, query.type === 28 || query.type === 65 ? codes.found : codes.unknown)
}

function inodeOf(lines: readonly string[], { port }: { readonly port: number }): number {
  for (const line of lines) {
    const columns = line.trim().split(/\s+/)
    if (parseEnd(columns[1])?.port === port) return Number(columns[9])
  }
  return 0
}

async function serveStreams(address: string, answer: Answer): Promise<void> {
  const isSix = address === '::'
  const table = openTable(isSix ? 'tcp6' : 'tcp')
  const server = createServer((stream) => readStream(stream, table.lines, answer))
  await new Promise<void>((done) => {
    server.once('error', () => done())
    server.listen({ port: 53, host: address, ipv6Only: isSix }, done)
  })
}

/** Over TCP, each message is preceded by its length. */
function readStream(stream: Stream, lines: () => readonly string[], answer: Answer): void {
  const inode = inodeOf(lines(), { port: stream.remotePort ?? 0 })
  let rest = Buffer.alloc(0)
  stream.on('error', () => {})
  stream.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      void answer(rest.subarray(2, end), inode).then((reply) => {
        if (!reply) return stream.destroy()
        const length = Buffer.alloc(2)
        length.writeUInt16BE(reply.length)
        return stream.write(Buffer.concat([length, reply]))
      })
      rest = rest.subarray(end)
    }
  })
}

/** The resolver repeats a failed name with each search domain of this system appended. That is the same name. */
function withoutSearch(name: string, search: readonly string[]): string {
  const found = search.find((domain) => name.endsWith(`.${domain}`))
  return found === undefined ? name : name.slice(0, -found.length - 1)
}

function readConfiguration(): { readonly servers: readonly string[]; readonly search: readonly string[] } {
  const words = readText('/etc/resolv.conf')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const servers = words.flatMap(([key, value = '']) => (key === 'nameserver' && needsOwnSocket(value) ? [value] : []))
  const search = words.flatMap(([key, ...domains]) => (key === 'search' || key === 'domain' ? domains : []))
  return { servers, search: search.map((domain) => domain.toLowerCase().replace(/^\.|\.$/g, '')).filter(Boolean) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
