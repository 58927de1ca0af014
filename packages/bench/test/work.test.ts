import { beforeAll, expect, test } from 'vitest'
import { countWork, readBudget, type Work } from '../src/work.ts'

const room = 1.1
let work: Work

beforeAll(async () => {
  work = await countWork()
})

test('no more code of the guard runs than the budget allows, with 10 per cent of room', () => {
  const budget = readBudget()

  const over = Object.entries(work).filter(([name, characters]) => characters > room * (budget[name] ?? 0))
  expect(over, 'write the budget again with `pnpm bench --budget` if the change is worth it').toEqual([])
  expect(Object.keys(work)).toEqual(Object.keys(budget))
})

test('another count of the same operations is the same', async () => {
  const { 'import and install': first = 0, ...operations } = work
  const { 'import and install': again = 0, ...operationsAgain } = await countWork()

  expect(operationsAgain).toEqual(operations)
  expect(again / first).toBeCloseTo(1, 1)
})
