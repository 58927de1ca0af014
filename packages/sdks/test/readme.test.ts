import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatTable } from '../src/format-table.ts'
import { recipes } from '../src/recipes.ts'
import { versions } from '../src/versions.ts'
import { recipeFiles } from '../src/write-suite.ts'

test('the table of the README is the one that the tests run', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

  expect(readme, 'write it again: node packages/sdks/src/write-readme.ts').toContain(formatTable(recipes, versions()))
})

test('every recipe has a row, and every row a package that is installed', () => {
  expect(recipes.map(({ name }) => name).toSorted()).toEqual(recipeFiles().toSorted())
  expect(recipes.map((recipe) => recipe.package).filter((name) => versions()[name] === undefined)).toEqual([])
})
