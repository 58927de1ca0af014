import { createRequire } from 'node:module'
import type * as undici from 'undici'
import { Agent, Client, Pool, request, stream } from 'undici'
import { takenBefore } from '../before.ts'
import { discard, readBody } from '../clients/read-body.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const originOf = ({ ports }: Visit): string => `http://127.0.0.1:${ports.http}`
const urlOf = (visit: Visit): string => `${originOf(visit)}/path`

class OwnAgent extends Agent {}

testChannel('undici Agent', {
  callback: (visit) =>
    new Promise<unknown>((resolve, reject) => {
      new Client(originOf(visit)).request({ path: '/path', method: 'GET' }, (error, data) => {
        if (error) reject(error)
        else resolve(data.body.text())
      })
    }),
  promise: (visit) => readBody(new Pool(originOf(visit)).request({ path: '/path', method: 'GET' })),
  stream: (visit) => stream(urlOf(visit), { method: 'GET', dispatcher: new Agent() }, discard),
  captured: (visit) => readBody(request(urlOf(visit), { dispatcher: takenBefore().undiciAgent })),
  subclass: (visit) => readBody(request(urlOf(visit), { dispatcher: new OwnAgent() })),
  import: (visit) => readBody(request(urlOf(visit), { dispatcher: new Agent() })),
  require: (visit) => {
    const { Agent, request } = require('undici') as typeof undici
    return readBody(request(urlOf(visit), { dispatcher: new Agent() }))
  },
})
