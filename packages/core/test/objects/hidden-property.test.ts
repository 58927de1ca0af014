import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createHiddenProperty } from '../../src/objects/hidden-property.ts'

describe('createHiddenProperty', () => {
  test('keeps a value for an object, and the last one that was set', () => {
    const owner = createHiddenProperty<string>()
    const socket = {}
    expect(owner.get(socket)).toBeUndefined()
    owner.set(socket, 'first')
    owner.set(socket, 'second')
    expect(owner.get(socket)).toBe('second')
    expect(owner.get({})).toBeUndefined()
  })

  test('keeps two properties of one object separate', () => {
    const one = createHiddenProperty<string>()
    const other = createHiddenProperty<string>()
    const socket = {}
    one.set(socket, 'one')
    expect(other.get(socket)).toBeUndefined()
  })

  test('is invisible, however code reads the object', () => {
    const owner = createHiddenProperty<string>()
    const socket = { port: 80 }
    owner.set(socket, 'hidden')
    expect(Reflect.ownKeys(socket)).toEqual(['port'])
    expect(inspect(socket, { showHidden: true })).not.toContain('hidden')
    expect(structuredClone(socket)).toEqual({ port: 80 })
    expect(owner.get(Object.create(socket))).toBeUndefined()
  })

  test('takes frozen objects and proxies, each as its own object', () => {
    const owner = createHiddenProperty<string>()
    const frozen = Object.freeze({})
    const proxy = new Proxy(frozen, {})
    owner.set(frozen, 'frozen')
    owner.set(frozen, 'still frozen')
    expect(owner.get(frozen)).toBe('still frozen')
    expect(owner.get(proxy)).toBeUndefined()
    owner.set(proxy, 'proxy')
    expect(owner.get(frozen)).toBe('still frozen')
    expect(owner.get(proxy)).toBe('proxy')
  })
})
