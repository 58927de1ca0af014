import { expect, test } from 'vitest'
import { noteUpdate, updateTimers } from '../src/update-timer.ts'

const long = 60_000

test('a timer of Vitest is expected after an update, for as long as no timer has gone', () => {
  const timer = setTimeout(() => {}, long)
  noteUpdate()

  expect([updateTimers(), updateTimers()]).toEqual([1, 1])
  clearTimeout(timer)
  expect(updateTimers()).toBe(0)
})

test('another update is another timer', () => {
  const timer = setTimeout(() => {}, long)
  noteUpdate()
  expect(updateTimers()).toBe(1)
  clearTimeout(timer)

  noteUpdate()
  expect(updateTimers()).toBe(1)
})
