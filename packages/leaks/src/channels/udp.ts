import dgram, { createSocket } from 'node:dgram'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { takenBefore } from '../before.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const host = '127.0.0.1'

class OwnSocket extends dgram.Socket {}

testChannel('udp', {
  callback: (visit) => send(dgram.createSocket('udp4'), visit),
  promise: (visit) => {
    const socket = open(dgram.createSocket('udp4'), visit)
    return promisify<string, number, string>(socket.send.bind(socket))('hello', visit.ports.udp, host)
  },
  captured: (visit) => {
    const socket = open(dgram.createSocket('udp4'), visit)
    return sent((done) => Reflect.apply(captured, socket, ['hello', visit.ports.udp, host, done]))
  },
  subclass: (visit) => send(new (OwnSocket as unknown as new (type: string) => dgram.Socket)('udp4'), visit),
  import: (visit) => send(createSocket('udp4'), visit),
  require: (visit) => send((require('node:dgram') as typeof dgram).createSocket('udp4'), visit),
})

type Done = (error: Error | null) => void

const captured = takenBefore().send as (...args: unknown[]) => void

function open(socket: dgram.Socket, visit: Visit): dgram.Socket {
  visit.after(() => socket.close())
  return socket.on('error', () => {})
}

function send(socket: dgram.Socket, visit: Visit): Promise<unknown> {
  return sent((done) => open(socket, visit).send('hello', visit.ports.udp, host, done))
}

function sent(say: (done: Done) => void): Promise<unknown> {
  return new Promise<void>((resolve, reject) => say((error) => (error ? reject(error) : resolve())))
}
