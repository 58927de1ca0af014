import { afterEach, expect, test, vi } from 'vitest'
import { reporterTimers, restoreSetTimeout, watchReporterTimers } from '../src/reporter-timers.ts'

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

test('a second copy of the package knows what the first one watches', async () => {
  watchReporterTimers()
  const { setTimeout: watching } = globalThis
  vi.resetModules()
  const copy = await import('../src/reporter-timers.ts')

  copy.watchReporterTimers()

  expect(globalThis.setTimeout).toBe(watching)
  expect(copy.reporterTimers()).toBe(reporterTimers())
})

test('the tests of an environment get the setTimeout that was there before', () => {
  watchReporterTimers()
  const environment = { global: { setTimeout: globalThis.setTimeout } }
  restoreSetTimeout(environment)
  expect(environment.global.setTimeout).toBe(setTimeout)
})
