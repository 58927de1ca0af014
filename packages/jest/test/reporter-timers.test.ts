import { afterEach, expect, test } from 'vitest'
import { watchReporterTimers } from '../src/reporter-timers.ts'

const { setTimeout } = globalThis
const { prepareStackTrace } = Error

afterEach(() => {
  Object.assign(globalThis, { setTimeout })
  Object.assign(Error, { prepareStackTrace })
})

test('who starts a timer is found without a stack text, for which Jest would look for source maps', () => {
  const texts: string[] = []
  const format: typeof Error.prepareStackTrace = (error) => {
    texts.push(error.message)
    return ''
  }
  Error.prepareStackTrace = format
  watchReporterTimers()

  clearTimeout(globalThis.setTimeout(() => {}, 1))

  expect(globalThis.setTimeout).not.toBe(setTimeout)
  expect(texts).toEqual([])
  expect(Error.prepareStackTrace).toBe(format)
})
