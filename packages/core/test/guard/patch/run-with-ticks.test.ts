import { expect, test } from 'vitest'
import { runWithTicks } from '../../../src/guard/patch/run-with-ticks.ts'

test('runWithTicks runs pending nextTick callbacks before it returns, in order and with their arguments', () => {
  const seen: unknown[] = []

  runWithTicks(() => {
    process.nextTick((...args: unknown[]) => void seen.push(args), 1, 2)
    process.nextTick(() => void seen.push('second'))
    seen.push('first')
  })

  expect(seen).toEqual(['first', [1, 2], 'second'])
})

test('runWithTicks restores nextTick, also where the function throws', async () => {
  const { nextTick } = process
  const seen: string[] = []

  expect(() => runWithTicks(() => fail())).toThrow('failed')

  expect(process.nextTick).toBe(nextTick)
  await new Promise<void>((done) => {
    process.nextTick(() => {
      seen.push('later')
      done()
    })
    expect(seen).toEqual([])
  })
  expect(seen).toEqual(['later'])
})

function fail(): never {
  throw new Error('failed')
}
