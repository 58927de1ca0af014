import { afterEach, expect, test } from 'vitest'
import type { Bind } from '../../../src/guard/patch/bind-callbacks.ts'
import { bindEndListeners } from '../../../src/guard/patch/bind-end-listeners.ts'

let depth = 0
const bind: Bind =
  (fn) =>
  (...args) => {
    depth += 1
    try {
      return fn(...args)
    } finally {
      depth -= 1
    }
  }
let restore = (): void => {}
afterEach(() => {
  restore()
  process.removeAllListeners('SIGUSR2')
})

test.each(['on', 'addListener', 'prependListener', 'once', 'prependOnceListener'] as const)(
  'a listener that process.%s has added runs in its context, and is listed and taken off as what was added',
  (add) => {
    restore = bindEndListeners(bind)
    const depths: [number, ...unknown[]][] = []
    const listener = (...args: unknown[]): void => void depths.push([depth, ...args])
    process[add]('SIGUSR2', listener)

    expect(process.listeners('SIGUSR2')).toEqual([listener])
    expect(emitSignal()).toBe(true)
    expect(depths).toEqual([[1, 'SIGUSR2', 12]])
    process.removeListener('SIGUSR2', listener)
    expect(emitSignal()).toBe(false)
  },
)

test('listeners of other events, and of other emitters, run as they did', () => {
  restore = bindEndListeners(bind)
  const depths: number[] = []
  const copy = Object.create(process) as typeof process
  process.once('warning', () => depths.push(depth))
  process.emit('warning', new Error('a warning'))
  copy.emit('beforeExit', 0)

  expect(depths).toEqual([0])
})

test('an error of a listener reaches the code that emits, and the undo leaves nothing behind', () => {
  const { on, emit } = process
  restore = bindEndListeners(bind)
  process.once('SIGUSR2', () => {
    throw new RangeError('of the listener')
  })

  expect(() => emitSignal()).toThrow(RangeError)
  restore()
  expect([process.on, process.emit]).toEqual([on, emit])
  expect(Object.hasOwn(process, 'on')).toBe(false)
})

/** Listeners get the number too, which the types of Node 22 leave out. */
function emitSignal(): boolean {
  const emitter: NodeJS.EventEmitter = process
  return emitter.emit('SIGUSR2', 'SIGUSR2', 12)
}
