import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'
import { fakeTransport } from './fake-transport.ts'

/** Libraries that answer requests in place of a server, those that answer most kinds of clients first. */
export const mockLibraries = ['msw', 'nock', 'undici'] as const

/** One of them. */
export type MockLibrary = (typeof mockLibraries)[number]

/** What a project answers requests with: nothing, where its package.json names none of the libraries. */
export type Mocks = MockLibrary | 'none'

/**
 * The handler that answers exactly this request, in the library that the project uses; `undefined` for what is no request, whose URL
 * is not known whole, and for telemetry, which is better turned off. Without a library, how to give the client a fake, where that is known.
 */
export function mockLine(evidence: Evidence, mocks: Mocks | undefined): string | undefined {
  if (mocks === undefined || findSender(evidence)?.kind === 'telemetry') return undefined
  return mocks === 'none' ? fakeLine(evidence) : handlerLine(evidence, mocks)
}

function fakeLine({ culprit }: Evidence): string | undefined {
  const text = culprit && fakeTransport(culprit)
  return text === undefined ? undefined : `${text}   (a fake of yours in place of the network)`
}

function handlerLine({ method, url }: Evidence, library: MockLibrary): string | undefined {
  if (method === undefined || url === undefined) return undefined
  if (!/^https?:/.test(url) || /[*\u2026'\\]/.test(url) || !URL.canParse(url)) return undefined
  const { origin } = new URL(url)
  return `${HANDLERS[library](method, origin, url.slice(origin.length) || '/')}   (${NAMES[library]})`
}

const NAMES: Readonly<Record<MockLibrary, string>> = { msw: 'msw', nock: 'nock', undici: 'MockAgent of undici' }

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

/** The function that is named after a method. */
function verb(method: string, otherwise: string): string {
  return /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(method) ? method.toLowerCase() : otherwise
}
