import net from 'node:net'
import { expect, test } from 'vitest'
import { openTestFile, type TestFile } from '../../../src/internal.ts'
import { EgressBlockedError } from '../../../src/evidence/errors/egress-blocked-error.ts'

const real = process.getBuiltinModule('node:process')

function openFile(): TestFile {
  return openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })
}

const settled = Promise.resolve()

/** What a listener of the runner's sees of an error that no one handles. */
function seen(error: unknown): boolean {
  const told: unknown[] = []
  const tell = (value: unknown): void => void told.push(value)
  real.prependListener('unhandledRejection', tell)
  // Vitest's own listeners would fail this run.
  const others = real.listeners('unhandledRejection').filter((listener) => listener !== tell)
  for (const listener of others) real.off('unhandledRejection', listener)
  real.emit('unhandledRejection', error, settled)
  for (const listener of others) real.on('unhandledRejection', listener)
  real.off('unhandledRejection', tell)
  return told.includes(error)
}

test('an error of a file that has closed fails no other one, and every other error does', async () => {
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
