import { expect, test } from 'vitest'
import { bindFunction } from '../../src/circus/bind-function.ts'
import type { Enter } from '../../src/circus/enter.ts'

const enterings: string[] = []
const enter: Enter = (fn) => {
  enterings.push('in')
  return fn()
}

test.each([0, 1])('bindFunction keeps a length of %i, by which circus detects done', (length) => {
  const fn = length === 0 ? () => undefined : (_done: unknown) => undefined

  expect(bindFunction(fn, enter)).toHaveLength(length)
})

test('bindFunction passes on this, arguments and result', () => {
  const bound = bindFunction(function (this: unknown, ...args: never[]) {
    return [this, args]
  }, enter)

  expect(Reflect.apply(bound, 'context', ['done'])).toEqual(['context', ['done']])
})

test('bindFunction keeps a generator a generator, and enters for each of its steps', () => {
  const bound = bindFunction(function* () {
    const answer: unknown = yield 'question'
    try {
      yield answer
    } catch (error) {
      return error
    }
    return undefined
  }, enter)
  enterings.length = 0

  expect(Object.prototype.toString.call(bound)).toBe('[object GeneratorFunction]')
  const steps = Reflect.apply(bound, undefined, []) as Generator
  expect(steps.next()).toEqual({ done: false, value: 'question' })
  expect(steps.next('answer')).toEqual({ done: false, value: 'answer' })
  expect(steps.throw('error')).toEqual({ done: true, value: 'error' })
  // Once to make the generator, then for each step.
  expect(enterings).toHaveLength(4)
})
