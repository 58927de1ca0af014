import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import timers from 'node:timers/promises'
import { promisify } from 'node:util'
import { captureOrigin, isSetByRunner, isSetByTests } from '../../../src/guard/engine/timer-origin.ts'
import { watchTimersSet } from '../../../src/guard/patch/timers-set.ts'
import type { Restore } from '../../../src/guard/patch/replace-property.ts'

const seen: boolean[] = []
const seenOfRunner: boolean[] = []
let restore: Restore

beforeAll(() => {
  const note = (): void => {
    const origin = captureOrigin(note)
    seen.push(isSetByTests(origin))
    seenOfRunner.push(isSetByRunner(origin))
  }
  restore = watchTimersSet(note)
})

afterAll(() => restore())

function setterOf(set: () => unknown): boolean | undefined {
  seen.length = 0
  seenOfRunner.length = 0
  set()
  return seen[0]
}

const format = (): string => 'formatted'
const abort = AbortSignal.abort()

test.each<[string, () => unknown]>([
  ['setTimeout', () => clearTimeout(setTimeout(() => {}, 50))],
  ['setInterval', () => clearInterval(setInterval(() => {}, 50))],
  ['timers/promises', () => timers.setTimeout(50, 0, { ref: false })],
  ['promisify', () => promisify(setTimeout)(50)],
  ['a function of a package', () => [50].map((wait) => clearTimeout(setTimeout(() => {}, wait)))],
])('isSetByTests is true for a timer of %s in a test', (_, set) => {
  expect(setterOf(set)).toBe(true)
})

test.each<[string, () => unknown]>([
  ['Node', () => AbortSignal.timeout(50)],
  ['the runner', () => vi.waitFor(() => abort.throwIfAborted(), { timeout: 50 }).catch(() => {})],
])('isSetByTests is false for a timer of %s', (_, set) => {
  expect(setterOf(set)).toBe(false)
})

test.each<[string, () => unknown, boolean]>([
  ['the runner', () => vi.waitFor(() => abort.throwIfAborted(), { timeout: 50 }).catch(() => {}), true],
  ['Node', () => AbortSignal.timeout(50), false],
  ['a test', () => clearTimeout(setTimeout(() => {}, 50)), false],
])('isSetByRunner knows a timer of %s', (_, set, expected) => {
  setterOf(set)
  expect(seenOfRunner[0]).toBe(expected)
})

test('isSetByTests works where a program formats stacks itself', () => {
  const { prepareStackTrace } = Error
  Error.prepareStackTrace = format
  try {
    expect(setterOf(() => clearTimeout(setTimeout(() => {}, 50)))).toBe(true)
    expect(Error.prepareStackTrace).toBe(format)
  } finally {
    Error.prepareStackTrace = prepareStackTrace
  }
})
