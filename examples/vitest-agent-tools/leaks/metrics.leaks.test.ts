// Fails on purpose: UDP to an agent on this machine that no test started, sent when the test has long passed.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createMetrics } from '../src/tools/metrics.ts'

test('metrics are counted', () => {
  expect(createMetrics().count('plan')).toBeUndefined()
})

test('an innocent test runs while they are sent', async () => {
  await sleep(60)
})
