import { createRequire } from 'node:module'
import net from 'node:net'
import tls, { connect } from 'node:tls'
import { takenBefore } from '../before.ts'
import { talk, talkByPipeline, talkOnceConnected } from '../clients/talk.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const at = ({ ports: { tls: port } }: Visit): tls.ConnectionOptions => {
  return { port, host: '127.0.0.1', rejectUnauthorized: false }
}

class OwnSocket extends net.Socket {}

testChannel('tls', {
  callback: (visit) => talk(tls.connect(at(visit), visit.connected), visit),
  promise: (visit) => talkOnceConnected(tls.connect(at(visit)), visit, 'secureConnect'),
  stream: (visit) => talkByPipeline(tls.connect(at(visit)), visit),
  captured: (visit) => talk(takenBefore().connectTls(at(visit)), visit),
  subclass: (visit) => {
    const socket = new OwnSocket().connect({ port: visit.ports.tls, host: '127.0.0.1' })
    return talk(tls.connect({ ...at(visit), socket }), visit)
  },
  import: (visit) => talk(connect(at(visit)), visit),
  require: (visit) => talk((require('node:tls') as typeof tls).connect(at(visit)), visit),
})
