import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import WS, { createWebSocketStream, WebSocket as Imported } from 'ws'
import { takenBefore } from '../before.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const urlOf = ({ ports }: Visit): string => `ws://127.0.0.1:${ports.http}/path`

class OwnSocket extends WS {}

testChannel('ws', {
  callback: (visit) => converse(new WS(urlOf(visit)), visit),
  promise: async (visit) => {
    const socket = new WS(urlOf(visit)).on('error', () => {})
    visit.after(() => socket.terminate())
    await once(socket, 'open')
    visit.connected()
    socket.send('hello')
    await once(socket, 'message')
  },
  stream: async (visit) => {
    const socket = new WS(urlOf(visit)).on('error', () => {})
    visit.after(() => socket.terminate())
    const duplex = createWebSocketStream(socket).on('error', () => {})
    const answered = once(duplex, 'data')
    Readable.from(['hello']).pipe(duplex, { end: false })
    await answered
  },
  captured: (visit) => converse(new (takenBefore().ws)(urlOf(visit)), visit),
  subclass: (visit) => converse(new OwnSocket(urlOf(visit)), visit),
  import: (visit) => converse(new Imported(urlOf(visit)), visit),
  require: (visit) => converse(new (require('ws') as typeof WS)(urlOf(visit)), visit),
})

function converse(socket: WS, visit: Visit): Promise<unknown> {
  visit.after(() => socket.terminate())
  socket.on('open', () => {
    visit.connected()
    socket.send('hello')
  })
  return new Promise((resolve, reject) => socket.on('message', resolve).on('error', reject))
}
