import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'
import { openTestFile, type TestFile } from '../../../src/internal.ts'
import { EgressBlockedError } from '../../../src/evidence/errors/egress-blocked-error.ts'

const real = process.getBuiltinModule('node:process')

function openFile(): TestFile {
  return openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })
}

const settled = Promise.resolve()

/** Whether a listener of the runner sees an error that no one handles. */
function seen(error: unknown): boolean {
  const received: unknown[] = []
  const receive = (value: unknown): void => void received.push(value)
  real.prependListener('unhandledRejection', receive)
  // Vitest's own listeners would fail this run.
  const others = real.listeners('unhandledRejection').filter((listener) => listener !== receive)
  for (const listener of others) real.off('unhandledRejection', listener)
  real.emit('unhandledRejection', error, settled)
  for (const listener of others) real.on('unhandledRejection', listener)
  real.off('unhandledRejection', receive)
  return received.includes(error)
}

test('an error of a closed file fails no other file, and every other error does', async () => {
  const file = openFile()
  const error = await file.run(
    'test',
    async () =>
      new Promise<Error>((resolve) => void net.connect({ host: '192.0.2.77', port: 80 }).on('error', resolve)),
  )
  const wrapped = new Error('a client gave up', { cause: error })

  expect(error).toBeInstanceOf(EgressBlockedError)
  expect([seen(error), seen(wrapped)]).toEqual([true, true])
  file.close()

  expect([seen(error), seen(wrapped)]).toEqual([false, false])
  expect(seen(new Error('of the program'))).toBe(true)
})

test('an attempt of a closed file is reported elsewhere under the name of that file', async () => {
  const file = openFile()
  const { promise, resolve } = gate()
  const late = file.run('test', async () => {
    await promise
    await once(net.connect({ host: '192.0.2.78', port: 80 }), 'error')
  })
  file.close()
  resolve()
  await late
  const next = openFile()
  const [error, ...more] = next.takeStale()
  next.close()

  expect(more).toEqual([])
  expect(error?.message).toMatch(
    /^Caused by stale\.test\.ts, which had ended, and reported here because the run has no reporter of agentguard\n\nEgress blocked: connect 192\.0\.2\.78:80\n/,
  )
  expect(error).toMatchObject({ name: 'EgressViolationError', violations: [{ host: '192.0.2.78' }] })
})

function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  const waiting: (() => void)[] = []
  const promise = new Promise<void>((resolve) => void waiting.push(resolve))
  return { promise, resolve: () => waiting.forEach((open) => open()) }
}
