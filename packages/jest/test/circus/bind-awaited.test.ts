import { expect, test } from 'vitest'
import { bindAwaited } from '../../src/circus/bind-awaited.ts'
import type { Enter } from '../../src/circus/enter.ts'

const scope = { isInside: false }
const enter: Enter = (fn) => {
  scope.isInside = true
  try {
    return fn()
  } finally {
    scope.isInside = false
  }
}
const query = () => ({
  // oxlint-disable-next-line unicorn/no-thenable -- as query builders do
  then: (resolve: (value: unknown) => void) => resolve(scope.isInside),
})

test('bindAwaited starts a query inside the scope, however it is awaited', async () => {
  expect(await bindAwaited(query(), enter)).toBe(true)
  expect(await Promise.all(bindAwaited([query(), query()], enter) as unknown[])).toEqual([true, true])
})

test('bindAwaited starts a query that is a function, too', async () => {
  expect(
    await bindAwaited(
      Object.assign(() => {}, query()),
      enter,
    ),
  ).toBe(true)
})

test('bindAwaited passes on what a promise rejects', async () => {
  await expect(bindAwaited(Promise.reject(new Error('refused')), enter)).rejects.toThrow('refused')
})

test.each([undefined, null, 'text', 1, {}, [1], () => {}])('bindAwaited returns %s unchanged', (value) => {
  expect(bindAwaited(value, enter)).toBe(value)
})
