import { text } from 'node:stream/consumers'
import { takenBefore } from '../before.ts'
import { askSession, pipeToSession } from '../clients/session.ts'
import { testChannel } from '../test-channel.ts'

const { sessions } = takenBefore().open

testChannel('open http2', {
  callback: () =>
    new Promise<unknown>((resolve, reject) => {
      const stream = sessions.callback.request({ ':path': '/path' }).on('error', reject)
      stream.on('response', () => resolve(text(stream)))
    }),
  promise: () => askSession(sessions.promise),
  stream: () => pipeToSession(sessions.stream),
})
