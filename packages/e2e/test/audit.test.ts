import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})
afterAll(() => foreign.stop())

const asks = `test('asks', () => fetch(process.env.FOREIGN_URL))\n`
// Work that a test leaves keeps its worker alive: Jest ends it by force.
const leaves = `test('asks', () => { setInterval(() => {}, 100_000); return fetch(process.env.FOREIGN_URL) })\n`
const digest = /^Egress {2}1 destination seen by the audit in (\d) tests? of (\d) files?$/gm

describe.each(jestMajors)('Jest %i in mode audit, without our reporter', (major) => {
  const input = {
    major,
    files: { 'a.test.js': asks, 'b.test.js': asks, 'home.test.js': "test('stays', () => {})\n" },
    config: { testEnvironmentOptions: { mode: 'audit' } },
  }

  test('prints at its end what there is to decide, once', async () => {
    const { code, text } = await runJest({ ...input, args: modes['in band'], env: { FOREIGN_URL: foreign.url } })

    expect([...text.matchAll(digest)].map(([, tests, files]) => [tests, files])).toEqual([['2', '2']])
    expect(text).toContain('To let it through in every test: allow: [')
    expect(code).toBe(0)
  })

  test.each([
    ['in workers', asks],
    ['in workers', leaves],
    ['in worker threads', asks],
    ['in worker threads', leaves],
  ] as const)('prints it for each of them %s, also where Jest ends them by force: %s', async (mode, body) => {
    const files = { ...input.files, 'a.test.js': body, 'b.test.js': body }
    const { code, text } = await runJest({ ...input, files, args: modes[mode], env: { FOREIGN_URL: foreign.url } })

    const counts = [...text.matchAll(digest)].map(([, , count]) => Number(count))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(text).toContain(body === leaves ? 'failed to exit gracefully' : '')
    expect(code).toBe(0)
  })

  test('leaves it to the reporter where there is one', async () => {
    const config = { ...input.config, reporters: ['jest-environment-agentguard/reporter'] }
    const { text } = await runJest({ ...input, config, args: modes['in band'], env: { FOREIGN_URL: foreign.url } })

    expect(text).toContain('1 destination seen in audit mode')
    expect(text).not.toMatch(digest)
  })
})

test.each(vitestMajors)('Vitest %i in mode audit prints at its end what there is to decide, once', async (major) => {
  const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard({ mode: 'audit' })], test: { globals: true, include: ['audit/*.test.js'] } }\n`
  const { code, text } = await runVitest({
    major,
    args: ['--config=audit.config.mjs'],
    files: { 'audit.config.mjs': config, 'audit/a.test.js': asks, 'audit/b.test.js': asks },
    env: { FOREIGN_URL: foreign.url, NO_COLOR: '1' },
  })

  expect([...text.matchAll(digest)].map(([, tests, files]) => [tests, files])).toEqual([['2', '2']])
  expect(code).toBe(0)
})
