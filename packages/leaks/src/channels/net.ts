import { createRequire } from 'node:module'
import net, { connect } from 'node:net'
import { takenBefore } from '../before.ts'
import { talk, talkByPipeline, talkOnceConnected } from '../clients/talk.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const host = '127.0.0.1'
const at = ({ ports: { tcp: port } }: Visit): { readonly port: number; readonly host: string } => ({ port, host })

class OwnSocket extends net.Socket {}

testChannel('net', {
  callback: (visit) => talk(net.connect(visit.ports.tcp, host, visit.connected), visit),
  promise: (visit) => talkOnceConnected(net.connect(at(visit)), visit),
  stream: (visit) => talkByPipeline(net.connect(at(visit)), visit),
  captured: (visit) => talk(takenBefore().connect(at(visit)), visit),
  subclass: (visit) => talk(new OwnSocket().connect(at(visit)), visit),
  import: (visit) => talk(connect(at(visit)), visit),
  require: (visit) => talk((require('node:net') as typeof net).connect(at(visit)), visit),
})
