import { expect, test } from 'vitest'
import { isWholeMatrix } from '../../../scripts/covering.ts'
import { wholeRecipes } from '../src/dozen.ts'
import { expectedOutcomes } from '../src/expected-outcomes.ts'
import { jestMajors, runJest } from '../src/run-jest.ts'
import { withSuite } from '../src/with-suite.ts'

const recipes = wholeRecipes()

// The other runner has this suite in every run of the tests.
test.skipIf(!isWholeMatrix).each(jestMajors)(
  'Jest %s attributes every attempt of every package to the test that made it',
  async (major) => {
    await withSuite(recipes, 'cjs', async (folder, port) => {
      const { code, outcomes } = await runJest(folder, major, port)

      expect(outcomes).toEqual(expectedOutcomes(recipes))
      expect(code).toBe(1)
    })
  },
)
