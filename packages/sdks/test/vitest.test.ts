import { expect, test } from 'vitest'
import { releases } from '../../../scripts/covering.ts'
import { wholeRecipes } from '../src/dozen.ts'
import { expectedOutcomes } from '../src/expected-outcomes.ts'
import { vitestMajors, runVitest } from '../src/run-vitest.ts'
import { withSuite } from '../src/with-suite.ts'

const recipes = wholeRecipes()

test.each(releases(vitestMajors))(
  'Vitest %s attributes every attempt of every package to the test that made it',
  async (major) => {
    await withSuite(recipes, 'esm', async (folder, port) => {
      const { code, outcomes } = await runVitest(folder, major, port)

      expect(outcomes).toEqual(expectedOutcomes(recipes))
      expect(code).toBe(1)
    })
  },
)
