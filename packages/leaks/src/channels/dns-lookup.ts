import dns, { lookup } from 'node:dns'
import { createRequire } from 'node:module'
import { takenBefore } from '../before.ts'
import { answered } from '../clients/answered.ts'
import { testChannel } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const name = 'weather.example'

testChannel('dns lookup', {
  callback: () => answered((done) => dns.lookup(name, done)),
  promise: () => dns.promises.lookup(name),
  captured: () => answered((done) => takenBefore().lookup(name, done)),
  import: () => answered((done) => lookup(name, done)),
  require: () => answered((done) => (require('node:dns') as typeof dns).lookup(name, done)),
})
