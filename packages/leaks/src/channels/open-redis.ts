import { takenBefore } from '../before.ts'
import { answered } from '../clients/answered.ts'
import { testChannel } from '../test-channel.ts'

const { databases } = takenBefore().open

testChannel('open redis', {
  callback: () => answered((done) => void databases.callback.set('key', 'value', (error) => done(error ?? null))),
  promise: () => databases.promise.set('key', 'value'),
  stream: async () => {
    const answers = (await databases.stream.pipeline().set('key', 'value').get('key').exec()) ?? []
    for (const [error] of answers) if (error) throw error
  },
})
