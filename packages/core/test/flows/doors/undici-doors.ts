import { text } from 'node:stream/consumers'
import { finished, pipeline } from 'node:stream/promises'
import { Readable, Writable } from 'node:stream'
import * as undici6 from 'undici6'
import * as undici7 from 'undici7'
import * as undici8 from 'undici8'
import { urlOf } from './http-doors.ts'
import { type Door, outcomeOf, type Target } from './door.ts'

// Taken before any guard is installed.
const captured = fetch

/** What the three versions have in common; their types differ where it does not matter here. */
export type Undici = typeof undici8

export const undicis: Readonly<Record<string, Undici>> = {
  'undici 6': undici6 as unknown as Undici,
  'undici 7': undici7 as unknown as Undici,
  'undici 8': undici8,
}

/** Ways to an HTTP server by fetch and by undici from npm. */
export const undiciDoors: readonly Door[] = [
  showing('cause', 'fetch', (target) => readFetch(fetch(urlOf(target), { headers }))),
  showing('cause', 'fetch captured before the guard', (target) => readFetch(captured(urlOf(target), { headers }))),
  showing('cause', 'fetch with a Request', (target) => readFetch(fetch(new Request(urlOf(target), { headers })))),
  showing('cause', 'fetch by POST with a stream', (target) => {
    const body = new Blob(['one two']).stream()
    return readFetch(fetch(urlOf(target), { headers, method: 'POST', body, duplex: 'half' }))
  }),
  ...Object.entries(undicis).flatMap(([name, undici]) => doorsOf(name, undici)),
]

const headers = { connection: 'close' }

function doorsOf(
  name: string,
  { Agent, Client, Pool, RetryAgent, fetch, request, pipeline: pipe, stream }: Undici,
): Door[] {
  return [
    showing('cause', `fetch of ${name}`, (target) => readFetch(fetch(urlOf(target), { headers }))),
    showing('error', `request of ${name}`, async (target) => readBody(await request(urlOf(target), { headers }))),
    showing('error', `request of ${name} by POST`, async (target) => {
      return readBody(await request(urlOf(target), { headers, method: 'POST', body: 'one two' }))
    }),
    showing('error', `stream of ${name}`, async (target) => {
      let got = ''
      const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
        got += chunk.toString()
        done()
      }
      await stream(urlOf(target), { headers, method: 'GET' }, () => new Writable({ write }))
      return got
    }),
    showing('error', `pipeline of ${name}`, async (target) => {
      const duplex = pipe(urlOf(target), { headers, method: 'POST' }, ({ body }) => body)
      const [got] = await Promise.all([
        text(duplex),
        pipeline(Readable.from(['one two']), duplex, { end: true }).catch(() => {}),
      ])
      await finished(duplex)
      return got
    }),
    showing('error', `a Client of ${name}`, (target) => using(new Client(urlOf(target).origin), requestOf(target))),
    showing('error', `a Pool of ${name}`, (target) =>
      using(new Pool(urlOf(target).origin, { connections: 1 }), requestOf(target)),
    ),
    showing('error', `an Agent of ${name}`, (target) => {
      return using(new Agent(), async (dispatcher) => readBody(await request(urlOf(target), { dispatcher })))
    }),
    showing('error', `a RetryAgent of ${name}`, (target) => {
      return using(new RetryAgent(new Agent(), { maxRetries: 0 }), async (dispatcher) => {
        return readBody(await request(urlOf(target), { dispatcher }))
      })
    }),
    showing(
      'error',
      `an Agent of ${name} that speaks HTTP/2`,
      (target) => {
        const agent = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } })
        return using(agent, async (dispatcher) => readBody(await request(urlOf(target, 'https'), { dispatcher })))
      },
      'h2',
    ),
  ]
}

type Dispatcher = undici8.Dispatcher
type ResponseData = undici8.Dispatcher.ResponseData

function requestOf(target: Target): (dispatcher: Dispatcher) => Promise<unknown> {
  const { pathname, search } = urlOf(target)
  return async (dispatcher) => readBody(await dispatcher.request({ method: 'GET', path: pathname + search }))
}

async function using<D extends Dispatcher>(dispatcher: D, use: (dispatcher: D) => Promise<unknown>): Promise<unknown> {
  try {
    return await use(dispatcher)
  } finally {
    await dispatcher.destroy()
  }
}

async function readBody({ statusCode, headers, body }: ResponseData): Promise<unknown> {
  return { statusCode, headers, body: await body.text() }
}

async function readFetch(answer: Promise<Response>): Promise<unknown> {
  const { status, headers, text } = await answer.then(async (response) => ({
    status: response.status,
    headers: [...response.headers],
    text: await response.text(),
  }))
  return { status, headers, text }
}

function showing(
  shows: Door['shows'],
  name: string,
  call: (target: Target) => Promise<unknown>,
  server: Door['server'] = 'http',
): Door {
  return { name, server, shows, knock: (target) => outcomeOf(() => call(target)) }
}
