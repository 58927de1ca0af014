import { createRequire } from 'node:module'
import { fetch as imported } from 'undici'
import type * as undici from 'undici'
import { takenBefore } from '../before.ts'
import type { Cells, Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)

class OwnRequest extends Request {}

/** Ways to ask by fetch: Node's, and that of undici from npm. */
export function fetchCells(path: string): Cells {
  const urlOf = ({ ports }: Visit): string => `http://127.0.0.1:${ports.http}${path}`
  return {
    promise: (visit) => read(fetch(urlOf(visit))),
    stream: (visit) => {
      const posting = { method: 'POST', body: new Blob(['one two']).stream(), duplex: 'half' } as const
      return read(fetch(urlOf(visit), posting))
    },
    captured: (visit) => read(takenBefore().fetch(urlOf(visit))),
    subclass: (visit) => read(fetch(new OwnRequest(urlOf(visit)))),
    import: (visit) => read(imported(urlOf(visit))),
    require: (visit) => read((require('undici') as typeof undici).fetch(urlOf(visit))),
  }
}

async function read(answer: Promise<{ text(): Promise<string> }>): Promise<string> {
  return (await answer).text()
}
