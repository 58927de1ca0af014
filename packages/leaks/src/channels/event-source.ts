import { EventSource as Imported } from 'eventsource'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { EventSource } from 'undici'
import type * as eventsource from 'eventsource'
import { takenBefore } from '../before.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)
const urlOf = ({ ports }: Visit): string => `http://127.0.0.1:${ports.http}/events`

class OwnSource extends EventSource {}

// Node has one of its own behind a flag: undici's, as it comes from npm. ESM and CommonJS are the package `eventsource`.
testChannel('EventSource', {
  callback: (visit) => listen(new EventSource(urlOf(visit)), visit),
  promise: async (visit) => {
    const source = new EventSource(urlOf(visit))
    visit.after(() => source.close())
    const failed = new Promise((_resolve, reject) => source.addEventListener('error', reject))
    await Promise.race([once(source, 'message'), failed])
  },
  captured: (visit) => listen(new (takenBefore().EventSource)(urlOf(visit)), visit),
  subclass: (visit) => listen(new OwnSource(urlOf(visit)), visit),
  import: (visit) => listen(new Imported(urlOf(visit)), visit),
  require: (visit) => listen(new (require('eventsource') as typeof eventsource).EventSource(urlOf(visit)), visit),
})

interface Source {
  addEventListener(name: string, listener: (event: unknown) => void): void
  close(): void
}

function listen(source: Source, visit: Visit): Promise<unknown> {
  visit.after(() => source.close())
  source.addEventListener('open', visit.connected)
  return new Promise((resolve, reject) => {
    source.addEventListener('message', resolve)
    source.addEventListener('error', (event) => {
      source.close()
      reject(new Error('the source reports an error', { cause: event }))
    })
  })
}
