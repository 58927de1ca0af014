import { expect, test } from 'vitest'
import { holdProcess } from '../../../src/guard/patch/hold-process.ts'

const real = process.getBuiltinModule('node:process')

test('holdProcess drops errors that no one handles, and lets all other events pass', () => {
  const seen: unknown[] = []
  const see = (value: unknown): void => void seen.push(value)
  real.on('unhandledRejection', see).on('warning', see)
  const release = holdProcess()

  real.emit('unhandledRejection', 'dropped', Promise.resolve())
  const warning = new Error('a warning')
  real.emit('warning', warning)
  release()

  real.off('unhandledRejection', see).off('warning', see)
  expect(seen).toEqual([warning])
})

test('holdProcess refuses process.exit, which then has left no trace', () => {
  const { exitCode } = real
  const release = holdProcess()
  const exit = (): void => {
    real.exitCode = 7
    Reflect.set(real, '_exiting', true)
    real.emit('exit', 7)
  }

  expect(exit).toThrow("agentguard refuses process.exit() while late: 'flush' runs the timers that tests left")
  expect(Reflect.get(real, '_exiting')).toBe(false)
  release()

  expect(real.exitCode).toBe(exitCode)
})

test('holdProcess keeps signals from this process, and from no other one', () => {
  const release = holdProcess()
  try {
    expect(process.kill(process.pid, 'SIGKILL')).toBe(true)
    expect(() => process.kill(2 ** 30, 0)).toThrow('ESRCH')
  } finally {
    release()
  }
})

test('holdProcess puts back what it replaced', () => {
  const { emit } = real
  holdProcess()()

  expect(real.emit).toBe(emit)
})
