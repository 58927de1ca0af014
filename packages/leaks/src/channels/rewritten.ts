import { once } from 'node:events'
import http, { request } from 'node:http'
import http2 from 'node:http2'
import type net from 'node:net'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { takenBefore } from '../before.ts'
import { finish } from '../clients/http-cells.ts'
import { readBody } from '../clients/read-body.ts'
import { testChannel } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const { httpRequest, connectHttp2, open } = takenBefore()
const { elsewhere, clientElsewhere } = open
for (const socket of Object.values(elsewhere)) socket.on('error', () => {})

// What the requests are made for: a server of the tests, which no tool keeps from them.
const own = http.createServer((_, response) => response.end())
await once(own.listen(0, '127.0.0.1'), 'listening')
own.unref()
const { port } = own.address() as AddressInfo
const origin = `http://127.0.0.1:${port}`
const over = (socket: net.Socket): http.RequestOptions => {
  return { host: '127.0.0.1', port, path: '/path', createConnection: () => socket }
}

class OwnAgent extends http.Agent {
  override createConnection(): Duplex {
    return elsewhere.subclass
  }
}

testChannel('rewritten', {
  callback: (visit) => finish(http.request(over(elsewhere.callback)), visit),
  promise: () => readBody(clientElsewhere.request({ origin, path: '/path', method: 'GET' })),
  stream: async (visit) => {
    const session = connectHttp2(origin, { createConnection: () => elsewhere.http2 }).on('error', () => {})
    visit.after(() => session.destroy())
    return text(session.request({ [http2.constants.HTTP2_HEADER_PATH]: '/path' }))
  },
  captured: (visit) => finish(httpRequest(over(elsewhere.captured)), visit),
  subclass: (visit) => finish(http.request({ host: '127.0.0.1', port, path: '/path', agent: new OwnAgent() }), visit),
  import: (visit) => finish(request(over(elsewhere.import)), visit),
  require: (visit) => finish((require('node:http') as typeof http).request(over(elsewhere.require)), visit),
})
