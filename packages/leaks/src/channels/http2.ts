import http2, { type ClientHttp2Session, connect } from 'node:http2'
import { createRequire } from 'node:module'
import { takenBefore } from '../before.ts'
import { askSession, pipeToSession } from '../clients/session.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const originOf = ({ ports }: Visit): string => `http://127.0.0.1:${ports.h2c}`

testChannel('http2', {
  callback: (visit) => watched(http2.connect(originOf(visit), visit.connected), visit, askSession),
  promise: (visit) => watched(http2.connect(originOf(visit)), visit, askSession),
  stream: (visit) => watched(http2.connect(originOf(visit)), visit, pipeToSession),
  captured: (visit) => watched(takenBefore().connectHttp2(originOf(visit)), visit, askSession),
  import: (visit) => watched(connect(originOf(visit)), visit, askSession),
  require: (visit) => watched((require('node:http2') as typeof http2).connect(originOf(visit)), visit, askSession),
})

/** The caller also gets an error of the session. */
function watched(
  session: ClientHttp2Session,
  visit: Visit,
  ask: (session: ClientHttp2Session) => Promise<unknown>,
): Promise<unknown> {
  visit.after(() => session.destroy())
  session.on('connect', visit.connected)
  const failed = new Promise((_resolve, reject) => session.on('error', reject))
  return Promise.race([ask(session), failed])
}
