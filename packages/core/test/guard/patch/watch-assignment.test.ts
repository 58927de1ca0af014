import { expect, test } from 'vitest'
import { watchAssignment } from '../../../src/guard/patch/watch-assignment.ts'

const key = Symbol('key')

test('an assignment adds the property that it would add without the watch', () => {
  const assigned: Record<symbol, unknown> = {}
  assigned[key] = 1
  const prototype = {}
  watchAssignment(prototype, key, (object, value, assign) => assign(object, value))
  const target = Object.create(prototype) as Record<symbol, unknown>
  target[key] = 1

  expect(Object.getOwnPropertyDescriptors(target)).toEqual(Object.getOwnPropertyDescriptors(assigned))
})

test('another value can be assigned, and values of several objects stay apart', () => {
  class Watched {
    declare key: unknown
  }
  watchAssignment(Watched.prototype, 'key', (object, value, assign) => assign(object, value ?? 'none'))
  const [one, other] = [new Watched(), new Watched()]
  one.key = 1
  other.key = one

  expect(one.key).toBe(1)
  expect(other.key).toBe(one)
  expect(Object.assign(new Watched(), { key: undefined }).key).toBe('none')
})

test('only the first assignment to an object is seen', () => {
  class Watched {
    declare key: unknown
  }
  const seen: unknown[] = []
  watchAssignment(Watched.prototype, 'key', (object, value, assign) => {
    seen.push(value)
    assign(object, value)
  })
  const one = new Watched()
  one.key = 1
  one.key = 2

  expect([seen, one.key]).toEqual([[1], 2])
})

test('the undo leaves the watch of another holder in place', () => {
  class Watched {
    declare key: unknown
  }
  const seen: string[] = []
  const restoreFirst = watchAssignment(Watched.prototype, 'key', () => void seen.push('first'))
  const restoreSecond = watchAssignment(Watched.prototype, 'key', () => void seen.push('second'))
  restoreFirst()
  new Watched().key = 1
  restoreSecond()
  new Watched().key = 1

  expect(seen).toEqual(['second'])
  expect(Object.hasOwn(Watched.prototype, 'key')).toBe(false)
})
