import axios from 'axios'
import { createRequire } from 'node:module'
import net, { connect } from 'node:net'
import { takenBefore } from '../before.ts'
import { talk, talkByPipeline } from '../clients/talk.ts'
import { testChannel } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const question = 'GET /path HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n'

class OwnSocket extends net.Socket {}

testChannel('unix', {
  callback: (visit) => talk(net.connect(visit.unixPath, visit.connected), visit, question),
  promise: ({ unixPath }) => axios.get('http://docker/path', { socketPath: unixPath, proxy: false }),
  stream: (visit) => talkByPipeline(net.connect(visit.unixPath), visit, question),
  captured: (visit) => talk(takenBefore().connect(visit.unixPath), visit, question),
  subclass: (visit) => talk(new OwnSocket().connect(visit.unixPath), visit, question),
  import: (visit) => talk(connect(visit.unixPath), visit, question),
  require: (visit) => talk((require('node:net') as typeof net).connect(visit.unixPath), visit, question),
})
