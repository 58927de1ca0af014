import axios from 'axios'
import { once } from 'node:events'
import http, { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import https, { request as httpsRequest } from 'node:https'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Duplex } from 'node:stream'
import { takenBefore } from '../before.ts'
import type { Cells, Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)

class OwnAgent extends http.Agent {
  override createConnection(...args: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
    return super.createConnection(...args)
  }
}

class OwnSecureAgent extends https.Agent {
  override createConnection(...args: Parameters<https.Agent['createConnection']>): Duplex | null | undefined {
    return super.createConnection(...args)
  }
}

type Scheme = 'http' | 'https'
type Ask = (url: URL, options: https.RequestOptions) => ClientRequest

const imported: Readonly<Record<Scheme, Ask>> = { http: httpRequest, https: httpsRequest }
const modules: Readonly<Record<Scheme, { readonly get: Ask; readonly request: Ask }>> = { http, https }

/** Ways to ask an HTTP/1 server by Node's own client. */
export function httpCells(scheme: Scheme, path: string): Cells {
  const { httpRequest, httpsRequest } = takenBefore()
  const captured: Ask = scheme === 'http' ? httpRequest : httpsRequest
  const urlOf = ({ ports }: Visit): URL => new URL(`${scheme}://127.0.0.1:${ports[scheme]}${path}`)
  const ownAgent = (): http.Agent =>
    scheme === 'http' ? new OwnAgent() : new OwnSecureAgent({ rejectUnauthorized: false })
  return {
    callback: (visit) =>
      new Promise<unknown>((resolve, reject) => {
        const { get } = modules[scheme]
        const asking = get(urlOf(visit), options).on('response', (response: IncomingMessage) => {
          text(response).then(resolve, reject)
        })
        asking.on('error', reject)
        visit.after(() => asking.destroy())
      }),
    promise: (visit) =>
      axios.get(urlOf(visit).href, { proxy: false, httpAgent: new http.Agent(), httpsAgent: lenient() }),
    stream: async (visit) => {
      const asking = modules[scheme].request(urlOf(visit), { ...options, method: 'POST' })
      asking.on('error', () => {})
      const answered = once(asking, 'response')
      visit.after(() => asking.destroy())
      await Promise.all([answered, pipeline(Readable.from(['one ', 'two']), asking)])
    },
    captured: (visit) => finish(captured(urlOf(visit), options), visit),
    subclass: (visit) => finish(modules[scheme].request(urlOf(visit), { ...options, agent: ownAgent() }), visit),
    import: (visit) => finish(imported[scheme](urlOf(visit), options), visit),
    require: (visit) => {
      const { request } = require(`node:${scheme}`) as { readonly request: Ask }
      return finish(request(urlOf(visit), options), visit)
    },
  }
}

const options = { agent: false, rejectUnauthorized: false } as const
const lenient = (): https.Agent => new https.Agent({ rejectUnauthorized: false })

/** Sends a request and reads its answer. */
export async function finish(asking: ClientRequest, visit: Visit): Promise<unknown> {
  visit.after(() => asking.destroy())
  asking.on('error', () => {})
  const [response] = (await once(asking.end(), 'response')) as [IncomingMessage]
  return text(response)
}
