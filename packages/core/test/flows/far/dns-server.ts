import dgram from 'node:dgram'
import { once } from 'node:events'
import { arrived } from './arrivals.ts'

/** A DNS server that gives every name a loopback address that is not its own, and has no records of most other types. */
export async function listenDns(port = 0): Promise<{ dns: number }> {
  const socket = dgram.createSocket('udp4')
  socket.on('message', (query, peer) => {
    const { name, type, end } = readQuestion(query)
    arrived(`dns ${name}`)
    socket.send(reply(query, type, end), peer.port, peer.address)
  })
  // Something else keeps its process alive.
  socket.unref().bind(port, '127.0.0.1')
  await once(socket, 'listening')
  return { dns: socket.address().port }
}

const A = 1
const AAAA = 28
const PTR = 12
const TXT = 16

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function reply(query: Buffer, type: number, end: number): Buffer {
  const record = recordOf(type)
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(record ? 1 : 0, 6)
  header.writeUInt16BE(0, 8)
  header.writeUInt16BE(0, 10)
  const question = query.subarray(12, end)
  if (!record) return Buffer.concat([header, question])
  // Name: a pointer to the question; class IN; one minute.
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, record.length])
  return Buffer.concat([header, question, head, record])
}

function recordOf(type: number): Buffer | undefined {
  if (type === A) return Buffer.from([127, 0, 0, 3])
  if (type === AAAA) return Buffer.from([...Array<number>(15).fill(0), 1])
  if (type === TXT) return Buffer.from('\x05hello', 'latin1')
  if (type === PTR) return Buffer.from('\x03far\x07example\x00', 'latin1')
  return undefined
}
