import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { arrived } from './arrivals.ts'
import { certificate } from './certificate.ts'
import { listening } from './listening.ts'

/** Echo over TCP and TLS, on every interface and both families: once, or to each line that starts with `keep`. */
export async function listenTcp(): Promise<{ tcp: number; tls: number }> {
  const plain = net.createServer((socket) => echo('tcp', socket))
  const secure = tls.createServer({ ...certificate }, (socket) => echo('tls', socket))
  secure.on('connection', () => arrived('tls connection')).on('tlsClientError', () => {})
  plain.on('connection', () => arrived('tcp connection'))
  return { tcp: await listening(plain), tls: await listening(secure) }
}

function echo(name: string, socket: net.Socket): void {
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += chunk.toString()
    if (!text.endsWith('\n')) return
    arrived(`${name} data ${text.trim()}`)
    const keeps = text.startsWith('keep')
    const answer = `echo ${text}`
    text = ''
    if (keeps) socket.write(answer)
    else socket.end(answer)
  })
}

/** Answers every datagram with its own text. */
export async function listenUdp(): Promise<{ udp: number }> {
  const socket = dgram.createSocket({ type: 'udp6', ipv6Only: false })
  socket.on('message', (message, peer) => {
    arrived(`udp ${message.toString()}`)
    socket.send(`echo ${message.toString()}`, peer.port, peer.address)
  })
  socket.bind(0)
  await once(socket, 'listening')
  return { udp: socket.address().port }
}
