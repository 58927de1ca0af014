import http from 'node:http'
import net from 'node:net'
import { arrived } from './arrivals.ts'
import { listening } from './listening.ts'

/** An HTTP proxy: absolute-form requests and CONNECT tunnels. Whatever the target is called, it is on this machine. */
export async function listenHttpProxy(): Promise<{ proxy: number }> {
  const proxy = http.createServer((request, response) => {
    arrived(`proxy ${request.method} ${request.url}`)
    const { port, pathname, search } = new URL(request.url ?? '')
    const { method, headers } = request
    const onward = http.request(
      { host: '127.0.0.1', port, path: pathname + search, method, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  proxy.on('connection', () => arrived('proxy connection'))
  proxy.on('connect', (request, socket) => {
    arrived(`proxy CONNECT ${request.url}`)
    const port = Number(request.url?.split(':').at(-1))
    const onward = net.connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n'))
    join(socket as net.Socket, onward)
  })
  return { proxy: await listening(proxy) }
}

/** SOCKS 4, 4a, and 5 without authentication, to ports of this machine. */
export async function listenSocks(): Promise<{ socks: number }> {
  const server = net.createServer((socket) => {
    arrived('socks connection')
    socket.on('error', () => {})
    socket.once('data', (said: Buffer) => {
      if (said[0] === 4) return answer4(socket, said)
      socket.write(Buffer.from([5, 0]))
      socket.once('data', (request: Buffer) => {
        if (request.length < 10) return void socket.destroy()
        const port = request.readUInt16BE(request.length - 2)
        const named = request[3] === 3
        arrived(`socks ${named ? request.toString('latin1', 5, request.length - 2) : 'address'}:${port}`)
        const onward = net.connect(port, '127.0.0.1', () => socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])))
        join(socket, onward)
      })
    })
  })
  return { socks: await listening(server) }
}

function answer4(socket: net.Socket, request: Buffer): void {
  if (request.length < 9 || request.at(-1) !== 0) return void socket.destroy()
  const port = request.readUInt16BE(2)
  const named = request.readUInt32BE(4) < 256
  const name = named ? request.toString('latin1', request.indexOf(0, 8) + 1, request.length - 1) : 'address'
  arrived(`socks4 ${name}:${port}`)
  const onward = net.connect(port, '127.0.0.1', () => socket.write(Buffer.from([0, 90, 0, 0, 0, 0, 0, 0])))
  join(socket, onward)
}

function join(near: net.Socket, onward: net.Socket): void {
  near.on('error', () => onward.destroy()).pipe(onward)
  onward.on('error', () => near.destroy()).pipe(near)
}
