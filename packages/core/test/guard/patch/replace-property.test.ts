import { expect, test } from 'vitest'
import { replaceProperty } from '../../../src/guard/patch/replace-property.ts'
import { restoreAll } from '../../../src/guard/patch/restore-all.ts'

test('replaceProperty passes the original to the wrapper, and its undo puts the original back', () => {
  const target = { add: (a: number) => a + 1 }
  const { add } = target

  const restore = replaceProperty(target, 'add', (original) => (a: number) => original(a) * 10)
  expect(target.add(1)).toBe(20)

  restore()
  expect(target.add).toBe(add)
})

test('restoreAll undoes patches of one property, the last one first', () => {
  const target = { add: (a: number) => a + 1 }
  const { add } = target
  const restore = restoreAll([
    replaceProperty(target, 'add', (original) => (a: number) => original(a) * 10),
    replaceProperty(target, 'add', (original) => (a: number) => original(a) + 3),
  ])
  expect(target.add(1)).toBe(23)

  restore()
  expect(target.add).toBe(add)
})
