import { expect, test } from 'vitest'
import { coveringCells, valuesOf } from '../src/covering.ts'
import { formatMatrix } from '../src/format-matrix.ts'
import { cells, nameOf } from '../src/matrix.ts'
import { readPart } from '../src/page.ts'

test('every cell exists once', () => {
  expect(new Set(cells.map(nameOf)).size).toBe(cells.length)
})

test('the cells that represent all have every value that any cell has', () => {
  const picked = coveringCells(cells)

  expect(new Set(picked.flatMap(valuesOf))).toEqual(new Set(cells.flatMap(valuesOf)))
  expect(picked.length).toBeLessThan(cells.length / 5)
})

test('the page has the cells of the matrix', () => {
  expect(readPart('matrix'), 'write it again: pnpm compat').toBe(formatMatrix(cells.map((cell) => ({ cell }))))
})

test('the page reports a last run in which nothing failed', () => {
  expect(readPart('last run')).toBeDefined()
  expect(readPart('last run')).not.toContain('FAILED')
})

test('a table shows the outcomes of the cells of each field', () => {
  const [first, second, third, ...others] = cells.filter(({ kind }) => kind === 'command')
  if (first === undefined || second === undefined || third === undefined) throw new Error('There are too few cells')

  const text = formatMatrix([
    { cell: first, verdict: 'ok' },
    { cell: second, verdict: 'skipped' },
    { cell: third, verdict: 'FAILED' },
    ...others.map((cell) => ({ cell })),
  ])

  expect(text).toMatch(/^\| Jest 29\.7 +\| 1 ok +\| 1 skipped +\|$/m)
  expect(text).toMatch(/^\| Jest 30 +\| 1 FAILED +\| 1 +\|$/m)
})
