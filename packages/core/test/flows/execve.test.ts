import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isEgressBlockedError, noEgress, observeEgress } from '../../src/index.ts'
import { startForeignListener, type ForeignListener } from './native/foreign-listener.ts'

// Windows has no execve.
const onUnix = test.runIf(typeof process.execve === 'function' && process.platform !== 'win32')

let listener: ForeignListener

beforeAll(async () => {
  listener = await startForeignListener()
})

afterAll(() => listener.stop())

onUnix('becoming another program is refused where it would end the record', async () => {
  const { error, violations } = (await observeEgress(() =>
    process.execve?.(process.execPath, [process.execPath, '--version'], {}),
  )) as { error?: unknown; violations: readonly object[] }

  expect(isEgressBlockedError(error)).toBe(true)
  expect(violations).toMatchObject([{ channel: 'child-process', reason: 'cannot-guard' }])
})

onUnix('a program that reaches out unseen needs a rule, as everywhere', async () => {
  const refused = noEgress(() => process.execve?.('/usr/bin/curl', ['/usr/bin/curl', 'https://example.com'], {}))

  await expect(refused).rejects.toThrow('Egress blocked: start of /usr/bin/curl')
})

onUnix('a guarded child that becomes another Node program stays guarded', async () => {
  const connect = `require('node:net').connect(${listener.port}, '127.0.0.1').on('error', () => {})`
  const become = `process.execve(process.execPath, [process.execPath, '--eval', ${JSON.stringify(connect)}], {})`

  const { violations } = await observeEgress(() => spawnSync(process.execPath, ['--eval', become]))

  expect(violations).toMatchObject([{ channel: 'tcp', port: listener.port, process: expect.stringContaining('child') }])
})
