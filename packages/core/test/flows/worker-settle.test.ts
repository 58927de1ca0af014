import { once } from 'node:events'
import workerThreads from 'node:worker_threads'
import { expect, test } from 'vitest'
import { openTestFile, type TestFile } from '../../src/internal.ts'
import { phone, target } from './workers/start-worker.ts'

const openFile = (): TestFile =>
  openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })

// Longer than a test may take, so settling never ends by its limit.
const long = 60_000

test('the end of a file waits for a thread that is still starting, and attributes its attempt to the test', async () => {
  const file = openFile()
  const inner = file.openTest('starts a worker')
  inner.run('test', () => new workerThreads.Worker(phone, { eval: true }))
  inner.end()
  expect(inner.errors()).toEqual([])

  await file.settle(long)

  expect(inner.errors()).toHaveLength(1)
  expect(inner.evidence()).toMatchObject([{ address: target.host, phase: 'late', scope: 'starts a worker' }])
  file.close()
})

test('the end of a file does not wait for a thread that waits itself', async () => {
  const file = openFile()
  const worker = new workerThreads.Worker('setInterval(() => {}, 1000)', { eval: true })
  await once(worker, 'online')

  await file.settle(long)

  await worker.terminate()
  file.close()
})
