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

const lazily = (resolve: (value: unknown) => void): void => resolve(scope.isInside)
const setThen = (target: object, then: unknown): void => void Reflect.set(target, 'then', then)
const own = Promise.resolve()
setThen(own, lazily)
class Query extends Promise<unknown> {}
setThen(Query.prototype, lazily)

test.each([
  ['with a `then` of its own', own],
  ['of a subclass', new Query(() => {})],
])('bindAwaited starts a promise %s inside the scope', async (_, promise) => {
  expect(await bindAwaited([promise], enter)).not.toEqual([promise])
  await expect(Promise.all(bindAwaited([promise], enter) as unknown[])).resolves.toEqual([true])
})

test('bindAwaited binds promises while a program has replaced their `then`', async () => {
  const { then } = Promise.prototype
  const seen: boolean[] = []
  setThen(Promise.prototype, function (this: Promise<unknown>, ...handlers: Parameters<typeof then>) {
    seen.push(scope.isInside)
    return then.apply(this, handlers)
  })
  const bound = bindAwaited(Promise.resolve(1), enter) as PromiseLike<unknown>
  const result = bound.then((value) => value)
  setThen(Promise.prototype, then)
  expect(await result).toBe(1)
  expect(seen).toEqual([true])
})

test.each([undefined, null, 'text', 1, {}, [1], () => {}, Promise.resolve(1), (async () => {})()])(
  'bindAwaited returns %s unchanged',
  (value) => {
    expect(bindAwaited(value, enter)).toBe(value)
  },
)
