import { Writable } from 'node:stream'
import type { Dispatcher } from 'undici'

/** Reads the answer of `request` of undici. */
export async function readBody(answer: Promise<Dispatcher.ResponseData>): Promise<string> {
  return (await answer).body.text()
}

/** A place for an answer that no one reads. */
export function discard(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
