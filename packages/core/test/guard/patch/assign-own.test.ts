import { expect, test } from 'vitest'
import { createAssignment } from '../../../src/guard/patch/assign-own.ts'

const key = Symbol('key')
const unreachable = (): void => expect.unreachable()

test('createAssignment adds the property that a plain assignment would add', () => {
  const assigned: Record<symbol, unknown> = {}
  assigned[key] = 1
  const target = Object.create(Object.defineProperty({}, key, { set: unreachable })) as object
  createAssignment(key)(target, 1)
  expect(Object.getOwnPropertyDescriptors(target)).toEqual(Object.getOwnPropertyDescriptors(assigned))
})

test('createAssignment replaces an own property, and keeps the values of several objects apart', () => {
  const assign = createAssignment('key')
  const [one, other] = [{ key: 0 }, { key: 0 }]
  assign(one, 1)
  assign(other, one)
  assign(one, undefined)
  expect(one).toEqual({ key: undefined })
  expect(other.key).toBe(one)
})
