import { expect, test } from 'vitest'
import { comparableReport } from '../src/comparable-report.ts'
import { shardedRecipes } from '../src/dozen.ts'
import { majors } from '../src/majors.ts'
import { jestMajors, runJest } from '../src/run-jest.ts'
import { runVitest, vitestMajors } from '../src/run-vitest.ts'
import { shardSuite } from '../src/shard-suite.ts'
import { withSuite } from '../src/with-suite.ts'

const recipes = shardedRecipes()

test.each(majors(jestMajors))('Jest %s in two shards gives the report of one run', async (major) => {
  await withSuite(recipes, 'cjs', async (folder, port) => {
    const { whole, merged } = await shardSuite(folder, (args) => runJest(folder, major, port, args))

    expect(new Set(merged.runs.map(({ shard }) => shard))).toEqual(new Set(['1/2', '2/2']))
    expect(whole.runs[0]?.testFiles).toHaveLength(recipes.length)
    expect(comparableReport(merged)).toEqual(comparableReport(whole))
  })
})

test.each(majors(vitestMajors))('Vitest %s in two shards gives the report of one run', async (major) => {
  await withSuite(recipes, 'esm', async (folder, port) => {
    const { whole, merged } = await shardSuite(folder, (args) => runVitest(folder, major, port, args))

    expect(new Set(merged.runs.map(({ shard }) => shard))).toEqual(new Set(['1/2', '2/2']))
    expect(whole.runs[0]?.testFiles).toHaveLength(recipes.length)
    expect(comparableReport(merged)).toEqual(comparableReport(whole))
  })
})
