import koffi from 'koffi'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { takenBefore } from '../before.ts'
import { answered } from '../clients/answered.ts'
import { loadNative } from '../native.ts'
import { testChannel } from '../test-channel.ts'

const require = createRequire(import.meta.url)

testChannel('native', {
  callback: ({ ports }) => answered((done) => loadNative(koffi).connectLater(ports.tcp, done)),
  promise: ({ ports }) => promisify(loadNative(koffi).connectLater)(ports.tcp),
  captured: async ({ ports }) => takenBefore().native.connect(ports.tcp),
  import: async ({ ports }) => loadNative(koffi).connect(ports.tcp),
  require: async ({ ports }) => loadNative(require('koffi') as typeof koffi).connect(ports.tcp),
})
