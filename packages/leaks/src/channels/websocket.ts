import { once } from 'node:events'
import { createRequire } from 'node:module'
import type * as undici from 'undici'
import { WebSocket as imported } from 'undici'
import { takenBefore } from '../before.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const urlOf = ({ ports }: Visit): string => `ws://127.0.0.1:${ports.http}/path`

class OwnWebSocket extends WebSocket {}

testChannel('WebSocket', {
  callback: (visit) => converse(new WebSocket(urlOf(visit)), visit),
  promise: async (visit) => {
    const socket = new WebSocket(urlOf(visit))
    const failed = new Promise((_resolve, reject) => socket.addEventListener('error', reject))
    await Promise.race([once(socket, 'open'), failed])
    visit.connected()
    socket.send('hello')
    await Promise.race([once(socket, 'message'), failed])
    socket.close()
  },
  captured: (visit) => converse(new (takenBefore().WebSocket)(urlOf(visit)), visit),
  subclass: (visit) => converse(new OwnWebSocket(urlOf(visit)), visit),
  import: (visit) => converse(new imported(urlOf(visit)) as WebSocket, visit),
  require: (visit) => {
    const { WebSocket } = require('undici') as typeof undici
    return converse(new WebSocket(urlOf(visit)) as globalThis.WebSocket, visit)
  },
})

function converse(socket: WebSocket, visit: Visit): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => {
      visit.connected()
      socket.send('hello')
    })
    socket.addEventListener('message', (message) => {
      socket.close()
      resolve(message)
    })
    socket.addEventListener('error', reject)
  })
}
