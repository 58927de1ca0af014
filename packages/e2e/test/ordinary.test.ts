import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

// What tests of a server do all day, on loopback.
const suites = ['http', 'sockets', 'processes', 'clock'] as const
// Where there is no guard, nothing else of this would fail.
const guarded = `test('is guarded', async () => {
  await expect(() => fetch('http://192.0.2.9').catch(() => {})).toEgressTo('192.0.2.9')
})\n`
const pathOf = (suite: string): string => JSON.stringify(join(import.meta.dirname, `../fixtures/ordinary/${suite}.cjs`))

describe.each(jestMajors)('Jest %i', (major) => {
  const files = {
    ...Object.fromEntries(suites.map((suite) => [`${suite}.test.js`, `require(${pathOf(suite)})\n`])),
    'guarded.test.js': guarded,
  }
  const settings = [
    ...Object.entries(modes).map(([mode, args]) => ({ mode, args })),
    { mode: 'with coverage', args: ['-i', '--coverage', '--coverageProvider=v8'] },
  ]

  test.each(settings)('has nothing to say of ordinary tests $mode', async ({ args }) => {
    const { code, text, tests } = await runJest({ major, files, args })

    expect(text).not.toMatch(/egress|agentguard/i)
    expect(Object.entries(tests).filter(([, { status }]) => status !== 'passed')).toEqual([])
    expect(Object.keys(tests)).toHaveLength(41)
    expect(code).toBe(0)
  })
})

describe.each(vitestMajors)('Vitest %i', (major) => {
  const files = {
    ...Object.fromEntries(suites.map((suite) => [`${suite}.test.mjs`, `import ${pathOf(suite)}\n`])),
    'guarded.test.mjs': guarded,
    'ordinary.config.mjs': config,
  }

  test.each(['forks', 'threads', 'vmThreads', 'forks --no-isolate'])(
    'has nothing to say of ordinary tests in %s',
    async (pool) => {
      const args = [...`--pool=${pool}`.split(' '), '--globals', '--config=ordinary.config.mjs']
      const { code, text, tests } = await runVitest({ major, files, args })

      expect(Object.entries(tests).filter(([, { state }]) => state !== 'passed')).toEqual([])
      expect(text).not.toMatch(/egress/i)
      expect(Object.keys(tests)).toHaveLength(41)
      expect(code).toBe(0)
    },
  )
})

const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard()], test: { include: ['*.test.mjs'] } }
`
