import { replaceProperty } from './replace-property.ts'
import { apply } from '../node/originals.ts'

/** Runs `run`, then its `process.nextTick` callbacks, before it returns. Node connects to an address one tick late. */
export function runWithTicks(run: () => void): void {
  // A test runner's sandbox has a copy of `process`.
  const real = process.getBuiltinModule('node:process') as unknown as Ticking
  const ticks: (() => unknown)[] = []
  const restore = replaceProperty(real, 'nextTick', () => (callback, ...args) => {
    ticks.push(() => apply(callback, undefined, args))
  })
  try {
    run()
  } finally {
    restore()
  }
  for (const tick of ticks) tick()
}

interface Ticking {
  nextTick(callback: (...args: unknown[]) => unknown, ...args: unknown[]): void
}
