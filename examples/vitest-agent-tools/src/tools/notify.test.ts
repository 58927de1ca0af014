import { allowEgress } from '@agentguard/core'
import { expect, test } from 'vitest'
import { notify } from './notify.ts'

test('notify works alone when there is no bus', async () => {
  // Nothing listens on that port, so it is not a server of this test, and has to be allowed.
  allowEgress('localhost:4')

  expect(await notify('Booked a table', '127.0.0.1:4')).toBe(false)
})
