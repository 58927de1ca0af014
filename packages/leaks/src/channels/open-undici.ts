import { takenBefore } from '../before.ts'
import { discard, readBody } from '../clients/read-body.ts'
import { testChannel } from '../test-channel.ts'

const { clients } = takenBefore().open
const question = { path: '/path', method: 'GET' } as const

testChannel('open undici', {
  callback: () =>
    new Promise<unknown>((resolve, reject) => {
      clients.callback.request(question, (error, data) => {
        if (error) reject(error)
        else resolve(data.body.text())
      })
    }),
  promise: () => readBody(clients.promise.request(question)),
  stream: () => clients.stream.stream(question, discard),
})
