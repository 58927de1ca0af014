import axios from 'axios'
import { once } from 'node:events'
import http from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { takenBefore } from '../before.ts'
import { finish } from '../clients/http-cells.ts'
import { testChannel } from '../test-channel.ts'

const { far, open } = takenBefore()
const url = `http://127.0.0.1:${far.open.http}/path`

testChannel('open http', {
  callback: (visit) => finish(http.request(url, { agent: open.agents.callback }), visit),
  promise: () => axios.get(url, { proxy: false, httpAgent: open.agents.promise }),
  stream: async (visit) => {
    const asking = http.request(url, { agent: open.agents.stream, method: 'POST' }).on('error', () => {})
    visit.after(() => asking.destroy())
    await Promise.all([once(asking, 'response'), pipeline(Readable.from(['one two']), asking)])
  },
})
