import { createRequire } from 'node:module'
import * as undici from 'undici'
import { request } from 'undici'
import { takenBefore } from '../before.ts'
import { discard, readBody } from '../clients/read-body.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const urlOf = ({ ports }: Visit): string => `http://127.0.0.1:${ports.http}/path`

testChannel('undici', {
  callback: (visit) =>
    new Promise<unknown>((resolve, reject) => {
      const { origin, pathname } = new URL(urlOf(visit))
      undici.getGlobalDispatcher().request({ origin, path: pathname, method: 'GET' }, (error, data) => {
        if (error) reject(error)
        else resolve(data.body.text())
      })
    }),
  promise: (visit) => readBody(undici.request(urlOf(visit))),
  stream: (visit) => undici.stream(urlOf(visit), { method: 'GET' }, discard),
  captured: (visit) => readBody(takenBefore().undiciRequest(urlOf(visit))),
  import: (visit) => readBody(request(urlOf(visit))),
  require: (visit) => readBody((require('undici') as typeof undici).request(urlOf(visit))),
})
