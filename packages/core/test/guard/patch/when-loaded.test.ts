import { afterEach, expect, test } from 'vitest'
import { isLoaded, seesLoading, whenLoaded } from '../../../src/guard/patch/when-loaded.ts'

const list: unknown = Reflect.get(process.getBuiltinModule('node:process'), 'moduleLoadList')
const prototype: unknown = Reflect.getPrototypeOf(list as object)

afterEach(() => {
  expect(Reflect.getPrototypeOf(list as object)).toBe(prototype)
})

test('whenLoaded calls at once for a module that is loaded', () => {
  const seen: string[] = []

  whenLoaded('fs', () => void seen.push('fs'))

  expect(seen).toEqual(['fs'])
})

test('whenLoaded calls when the module is complete, before the code that loads it goes on', () => {
  const seen: unknown[] = []
  whenLoaded('repl', () => void seen.push(typeof process.getBuiltinModule('node:repl').start))

  process.getBuiltinModule('node:repl')

  expect(isLoaded('repl')).toBe(true)
  expect(seen).toEqual(['function'])
})

test('whenLoaded sees an import, also from several places, each once', async () => {
  const seen: number[] = []
  whenLoaded('inspector/promises', () => void seen.push(1))
  whenLoaded('inspector/promises', () => void seen.push(2))

  await import('node:inspector/promises')
  await import('node:inspector/promises')

  expect(seen).toEqual([1, 2])
})

test('whenLoaded sees a module that is loaded while another one is', () => {
  const seen: string[] = []
  whenLoaded('readline/promises', () => void process.getBuiltinModule('node:wasi'))
  whenLoaded('wasi', () => void seen.push('wasi'))

  process.getBuiltinModule('node:readline/promises')

  expect(seen).toEqual(['wasi'])
})

test('the undo of whenLoaded stops the wait, or undoes what the callback did', () => {
  const seen: string[] = []
  const stopWaiting = whenLoaded('trace_events', () => void seen.push('never'))
  const undo = whenLoaded('fs', () => () => void seen.push('undone'))

  stopWaiting()
  undo()
  process.getBuiltinModule('node:trace_events')

  expect(seen).toEqual(['undone'])
})

test('seesLoading is true on every Node that is supported', () => {
  expect(seesLoading()).toBe(true)
})

test('a list that is watched stays a list', () => {
  const stop = whenLoaded('quic', () => undefined)

  expect(Array.isArray(list)).toBe(true)
  expect(list).toBeInstanceOf(Array)
  expect([...(list as string[])]).toContain('NativeModule fs')
  stop()
})

test('the wait calls nothing that a program replaced', () => {
  const calls: string[] = []
  const seen: unknown[] = []
  const iterators = Object.getPrototypeOf([][Symbol.iterator]()) as { next: unknown }
  const { next } = iterators
  const { set } = Reflect
  const stop = whenLoaded('dns/promises', () => void seen.push(iterators.next === next))
  iterators.next = () => calls.push('next')
  Reflect.set = () => calls.push('set') > 0
  try {
    process.getBuiltinModule('node:path/win32')
    process.getBuiltinModule('node:stream/promises')
    process.getBuiltinModule('node:dns/promises')
  } finally {
    iterators.next = next
    Reflect.set = set
    stop()
  }

  expect(seen).toEqual([true])
  expect(calls).toEqual([])
})
