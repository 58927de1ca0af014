import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { takenBefore } from '../before.ts'
import { answered } from '../clients/answered.ts'
import { testChannel } from '../test-channel.ts'

const { sockets } = takenBefore().open
for (const socket of Object.values(sockets)) socket.on('error', () => {})

testChannel('open net', {
  callback: async () => {
    const heard = once(sockets.callback, 'data')
    await answered((done) => sockets.callback.write('hello\n', (error) => done(error ?? null)))
    return heard
  },
  promise: () => {
    const heard = once(sockets.promise, 'data')
    sockets.promise.write('hello\n')
    return heard
  },
  stream: async () => {
    const heard = once(sockets.stream, 'data')
    await pipeline(Readable.from(['hello\n']), sockets.stream)
    return heard
  },
})
