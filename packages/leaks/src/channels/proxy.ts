import axios from 'axios'
import http from 'node:http'
import net from 'node:net'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import { ProxyAgent, request } from 'undici'
import { takenBefore } from '../before.ts'
import { finish } from '../clients/http-cells.ts'
import { readBody } from '../clients/read-body.ts'
import { talkByPipeline } from '../clients/talk.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const host = '127.0.0.1'
const urlOf = ({ ports }: Visit): string => `http://target.example:${ports.http}/path`
const throughProxy = (visit: Visit): http.RequestOptions => {
  return { host, port: visit.ports.proxy, path: urlOf(visit), agent: false }
}

class OwnAgent extends http.Agent {
  readonly #port: number

  constructor(port: number) {
    super()
    this.#port = port
  }

  override createConnection(): Duplex {
    return net.connect(this.#port, host)
  }
}

testChannel('proxy', {
  callback: (visit) => finish(http.get(throughProxy(visit)), visit),
  promise: (visit) => axios.get(urlOf(visit), { proxy: { host, port: visit.ports.proxy } }),
  stream: (visit) => {
    const question = `GET ${urlOf(visit)} HTTP/1.1\r\nHost: target.example\r\nConnection: close\r\n\r\n`
    return talkByPipeline(net.connect(visit.ports.proxy, host), visit, question)
  },
  captured: (visit) => finish(takenBefore().httpRequest(throughProxy(visit)), visit),
  subclass: (visit) => {
    const options = { ...throughProxy(visit), host: 'target.example', agent: new OwnAgent(visit.ports.proxy) }
    return finish(http.request(options), visit)
  },
  import: (visit) => {
    const dispatcher = new ProxyAgent(`http://${host}:${visit.ports.proxy}`)
    return readBody(request(urlOf(visit), { dispatcher }))
  },
  require: (visit) => finish((require('node:http') as typeof http).request(throughProxy(visit)), visit),
})
