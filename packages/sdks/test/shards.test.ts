import type { EvidenceFile } from '@agentguard/core/report'
import { expect, test } from 'vitest'
import { isWholeMatrix, releases } from '../../../scripts/covering.ts'
import { comparableReport } from '../src/comparable-report.ts'
import { shardedRecipes } from '../src/dozen.ts'
import { expectedOutcomes } from '../src/expected-outcomes.ts'
import { jestMajors, runJest } from '../src/run-jest.ts'
import { runVitest, vitestMajors } from '../src/run-vitest.ts'
import { type Sharded, shardSuite } from '../src/shard-suite.ts'
import { withSuite } from '../src/with-suite.ts'

const recipes = shardedRecipes()

test.each(releases(jestMajors))('Jest %s in two shards produces the report of one run', async (major) => {
  await withSuite(recipes, 'cjs', async (folder, port) => {
    const sharded = await shardSuite(folder, (args) => runJest(folder, major, port, args))

    expectSame(sharded)
  })
})

// The other runner has this suite in every run of the tests.
test.skipIf(!isWholeMatrix).each(vitestMajors)(
  'Vitest %s in two shards produces the report of one run',
  async (major) => {
    await withSuite(recipes, 'esm', async (folder, port) => {
      const sharded = await shardSuite(folder, (args) => runVitest(folder, major, port, args))

      expectSame(sharded)
    })
  },
)

function expectSame({ whole, merged, outcomes, suggestions, check }: Sharded): void {
  for (const outcome of outcomes) expect(outcome).toEqual(expectedOutcomes(recipes))
  expect(testsOf(whole)).toBeGreaterThanOrEqual(300)
  expect(testsOf(merged)).toBe(testsOf(whole))
  expect(new Set(merged.runs.map(({ shard }) => shard))).toEqual(new Set(['1/2', '2/2']))
  expect(whole.runs[0]?.testFiles).toHaveLength(recipes.length)
  expect(comparableReport(merged)).toEqual(comparableReport(whole))
  for (const name of ['api.openai.com', 'api.segment.io', '9.9.9.9:53', 'o0.ingest.sentry.io', '169.254.169.254']) {
    if (suggests(name)) expect(suggestions[0]).toContain(`'${name}'`)
  }
  expect(suggestions[1]).toBe(suggestions[0])
  expect(check).toContain('lists all that was reached')
}

function testsOf({ runs }: EvidenceFile): number {
  return runs.flatMap(({ testFiles }) => testFiles).reduce((sum, { tests }) => sum + tests, 0)
}

function suggests(rule: string): boolean {
  return recipes.some(({ reaches }) => Object.keys(reaches).some((where) => where.replace(/:(?:80|443)$/, '') === rule))
}
