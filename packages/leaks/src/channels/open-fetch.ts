import { takenBefore } from '../before.ts'
import { testChannel } from '../test-channel.ts'

const { far } = takenBefore()

testChannel('open fetch', {
  promise: async () => (await fetch(`http://127.0.0.1:${far.open.http}/path`)).text(),
})
