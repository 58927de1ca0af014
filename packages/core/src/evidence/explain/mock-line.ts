import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'

/** Libraries that answer requests in place of a server, those that answer most kinds of clients first. */
export const mockLibraries = ['msw', 'nock', 'undici'] as const

/** One of them. */
export type MockLibrary = (typeof mockLibraries)[number]

/**
 * The handler that answers exactly this request, in the library that the project uses; `undefined` for what is no request, whose URL
 * is not known whole, and for telemetry, which is better turned off.
 */
export function mockLine(evidence: Evidence, library: MockLibrary | undefined): string | undefined {
  const { method, url } = evidence
  if (library === undefined || method === undefined || url === undefined) return undefined
  if (!/^https?:/.test(url) || /[*\u2026'\\]/.test(url) || !URL.canParse(url)) return undefined
  if (findSender(evidence)?.kind === 'telemetry') return undefined
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
