import { URL } from 'node:url'
import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'
import { fakeTransport } from './fake-transport.ts'

/** Libraries that answer requests instead of a server, sorted by how many kinds of clients they cover. */
export const mockLibraries = ['msw', 'nock', 'undici'] as const

/** A library that answers requests instead of a server. */
export type MockLibrary = (typeof mockLibraries)[number]

/** The library with which a project mocks requests. `none` where its package.json names none of them. */
export type Mocks = MockLibrary | 'none'

/**
 * The handler that answers exactly this request, for the project's library. `undefined` for attempts that are not
 * requests, for incomplete URLs, for telemetry, which is better turned off, and for another process or thread, whose
 * requests a mock of the test does not see. Where the library cannot answer, it is how to pass a fake to the client, if
 * that is known.
 */
export function mockLine(evidence: Evidence, mocks: Mocks | undefined): string | undefined {
  if (mocks === undefined || evidence.process !== undefined) return undefined
  if (findSender(evidence)?.kind === 'telemetry') return undefined
  return mocks === 'none' || !canAnswer(mocks, evidence) ? fakeLine(evidence) : handlerLine(evidence, mocks)
}

/** None of the libraries mocks HTTP/2, and undici mocks only its own requests and those of fetch. */
function canAnswer(library: MockLibrary, { channel }: Evidence): boolean {
  return channel === 'undici' || (channel !== 'http2' && library !== 'undici')
}

function fakeLine({ culprit }: Evidence): string | undefined {
  const text = culprit && fakeTransport(culprit)
  return text === undefined ? undefined : `${text}   (your fake in place of the network)`
}

function handlerLine({ method, url }: Evidence, library: MockLibrary): string | undefined {
  if (method === undefined || url === undefined) return undefined
  if (!/^https?:/.test(url) || /[*\u2026'\\]/.test(url) || !URL.canParse(url)) return undefined
  const { origin } = new URL(url)
  return `${HANDLERS[library](method, origin, url.slice(origin.length) || '/')}   (${NAMES[library]})`
}

const NAMES: Readonly<Record<MockLibrary, string>> = { msw: 'msw', nock: 'nock', undici: "undici's MockAgent" }

type Handler = (method: string, origin: string, path: string) => string

const HANDLERS: Readonly<Record<MockLibrary, Handler>> = {
  msw: (method, origin, path) => `http.${verb(method, 'all')}('${origin}${path}', () => HttpResponse.json({}))`,
  nock: (method, origin, path) => {
    const known = verb(method, 'intercept')
    const call = known === 'intercept' ? `intercept('${path}', '${method}')` : `${known}('${path}')`
    return `nock('${origin}').${call}.query(true).reply(200, {})`
  },
  undici: (method, origin, path) =>
    `agent.get('${origin}').intercept({ path: '${path}', method: '${method}' }).reply(200, {})`,
}

/** The library's function for a method. */
function verb(method: string, otherwise: string): string {
  return /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(method) ? method.toLowerCase() : otherwise
}
