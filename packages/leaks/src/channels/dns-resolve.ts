import dns, { Resolver } from 'node:dns'
import { createRequire } from 'node:module'
import { takenBefore } from '../before.ts'
import { answered } from '../clients/answered.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const name = 'weather.example'

class OwnResolver extends dns.Resolver {}

testChannel('dns resolve', {
  callback: (visit) => answered((done) => asking(new dns.Resolver(options), visit).resolve4(name, done)),
  promise: (visit) => asking(new dns.promises.Resolver(options), visit).resolve4(name),
  captured: (visit) => {
    return answered((done) =>
      Reflect.apply(takenBefore().resolve4, asking(new dns.Resolver(options), visit), [name, done]),
    )
  },
  subclass: (visit) => answered((done) => asking(new OwnResolver(options), visit).resolve4(name, done)),
  import: (visit) => answered((done) => asking(new Resolver(options), visit).resolve4(name, done)),
  require: (visit) => {
    const { Resolver } = require('node:dns') as typeof dns
    return answered((done) => asking(new Resolver(options), visit).resolve4(name, done))
  },
})

const options = { tries: 1, timeout: 1000 }

function asking<R extends { setServers(servers: readonly string[]): void }>(resolver: R, { ports }: Visit): R {
  resolver.setServers([`127.0.0.1:${ports.dns}`])
  return resolver
}
