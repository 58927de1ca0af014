import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { covering } from '../../../scripts/covering.ts'
import { allJestMajors, modes, runJest } from './jest/run-jest.ts'
import { allVitestMajors, runVitest } from './vitest/run-vitest.ts'

// What tests of a server do all day, on loopback.
const suites = ['http', 'sockets', 'processes', 'clock'] as const
// Without a guard, nothing else here would fail.
const guarded = `test('is guarded', async () => {
  await expect(() => fetch('http://192.0.2.9').catch(() => {})).toEgressTo('192.0.2.9')
})\n`
const pathOf = (suite: string): string => JSON.stringify(join(import.meta.dirname, `../fixtures/ordinary/${suite}.cjs`))

const jestModes = { ...modes, 'with coverage': ['-i', '--coverage', '--coverageProvider=v8'] }
const inJest = covering(
  allJestMajors.flatMap((major) => Object.entries(jestModes).map(([mode, args]) => ({ major, mode, args }))),
)
const inVitest = covering(
  allVitestMajors.flatMap((major) =>
    ['forks', 'threads', 'vmThreads', 'forks --no-isolate'].map((pool) => ({ major, pool })),
  ),
)

describe('Jest', () => {
  const files = {
    ...Object.fromEntries(suites.map((suite) => [`${suite}.test.js`, `require(${pathOf(suite)})\n`])),
    'guarded.test.js': guarded,
  }

  test.each(inJest)('reports nothing for ordinary tests: $major $mode', async ({ major, args }) => {
    const { code, text, tests } = await runJest({ major, files, args })

    expect(text).not.toMatch(/egress|agentguard/i)
    expect(Object.entries(tests).filter(([, { status }]) => status !== 'passed')).toEqual([])
    expect(Object.keys(tests)).toHaveLength(41)
    expect(code).toBe(0)
  })
})

describe('Vitest', () => {
  const files = {
    ...Object.fromEntries(suites.map((suite) => [`${suite}.test.mjs`, `import ${pathOf(suite)}\n`])),
    'guarded.test.mjs': guarded,
    'ordinary.config.mjs': config,
  }

  test.each(inVitest)('reports nothing for ordinary tests: $major $pool', async ({ major, pool }) => {
    const args = [...`--pool=${pool}`.split(' '), '--globals', '--config=ordinary.config.mjs']
    const { code, text, tests } = await runVitest({ major, files, args })

    expect(Object.entries(tests).filter(([, { state }]) => state !== 'passed')).toEqual([])
    expect(text).not.toMatch(/egress/i)
    expect(Object.keys(tests)).toHaveLength(41)
    expect(code).toBe(0)
  })
})

const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard()], test: { include: ['*.test.mjs'] } }
`
