// The StatsD agent on this machine is welcome to what the tests count.
// @agentguard allow=localhost:8125
import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('metrics are counted without waiting', () => {
  expect(createMetrics().count('plan')).toBeUndefined()
})
