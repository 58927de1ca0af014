import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isRunning } from '../../../src/guard/node/is-running.ts'

test('a process is running until it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const { pid = 0 } = child
  expect(isRunning(pid)).toBe(true)

  child.kill()
  await once(child, 'exit')
  expect(isRunning(pid)).toBe(false)
})

test('a process of another user is running', () => {
  expect(isRunning(1)).toBe(true)
})
