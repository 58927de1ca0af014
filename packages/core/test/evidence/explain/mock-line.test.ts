import { expect, test } from 'vitest'
import type { Evidence } from '../../../src/evidence/record/evidence.ts'
import { mockLine } from '../../../src/evidence/explain/mock-line.ts'
import { evidenceOf } from './evidence-of.ts'

const forecast = { method: 'POST', url: 'https://api.weather.example/v1/forecast' }
const requestOf = (rest: Partial<Evidence>): Evidence =>
  evidenceOf({ channel: 'undici', host: 'api.weather.example', port: 443 }, rest)

test.each([
  ['msw', "http.post('https://api.weather.example/v1/forecast', () => HttpResponse.json({}))   (msw)"],
  ['nock', "nock('https://api.weather.example').post('/v1/forecast').query(true).reply(200, {})   (nock)"],
  [
    'undici',
    "agent.get('https://api.weather.example').intercept({ path: '/v1/forecast', method: 'POST' }).reply(200, {})   (undici's MockAgent)",
  ],
] as const)('mockLine writes the handler of %s for exactly this request', (library, line) => {
  expect(mockLine(requestOf(forecast), library)).toBe(line)
})

test('mockLine writes the general handler for other methods', () => {
  const purge = requestOf({ ...forecast, method: 'PURGE' })

  expect(mockLine(purge, 'msw')).toContain("http.all('https:")
  expect(mockLine(purge, 'nock')).toContain("intercept('/v1/forecast', 'PURGE')")
})

test.each<[string, Evidence]>([
  ['a connection', requestOf({})],
  ['a URL that was masked', requestOf({ ...forecast, url: 'https://api.weather.example/keys/***' })],
  ['a child process, whose requests no mock of the test sees', requestOf({ ...forecast, process: 'child process 7' })],
  ['a WebSocket', requestOf({ method: 'GET', url: 'wss://api.weather.example/live' })],
  [
    'telemetry',
    evidenceOf({ host: 'us.i.posthog.com', port: 443 }, { method: 'POST', url: 'https://us.i.posthog.com/batch/' }),
  ],
])('mockLine returns nothing for %s', (_, evidence) => {
  expect(mockLine(evidence, 'msw')).toBeUndefined()
})

test('mockLine says how to give a client a fake where the project mocks no requests', () => {
  const frame = { file: '/app/node_modules/openai/index.js', line: 1, column: 1 }

  expect(mockLine(requestOf({ ...forecast, culprit: { name: 'openai', frame } }), 'none')).toBe(
    'new OpenAI({ fetch: fake })   (your fake in place of the network)',
  )
  expect(mockLine(requestOf(forecast), 'none')).toBeUndefined()
})

test('mockLine writes no handler of a library that cannot answer the request', () => {
  const frame = { file: '/app/node_modules/openai/index.js', line: 1, column: 1 }
  const byNode = requestOf({ ...forecast, channel: 'http', culprit: { name: 'openai', frame } })
  const http2 = requestOf({ ...forecast, channel: 'http2' })

  expect(mockLine(byNode, 'undici')).toBe('new OpenAI({ fetch: fake })   (your fake in place of the network)')
  expect(mockLine(byNode, 'nock')).toContain("nock('https://api.weather.example')")
  expect([mockLine(http2, 'msw'), mockLine(http2, 'nock'), mockLine(http2, 'undici')]).toEqual(Array(3).fill(undefined))
})

test('mockLine returns nothing where the mocking library of the project is unknown', () => {
  expect(mockLine(requestOf(forecast), undefined)).toBeUndefined()
})
