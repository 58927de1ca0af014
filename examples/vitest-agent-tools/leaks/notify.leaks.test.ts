// Fails on purpose: NATS resolves names itself, then connects to an address. A guard of HTTP sees neither.
import { expect, test } from 'vitest'
import { notify } from '../src/tools/notify.ts'

test('notify does without a bus, by name', async () => {
  expect(await notify('Booked a table', 'nats.example.com')).toBe(false)
})

test('notify does without a bus, by address', async () => {
  expect(await notify('Booked a table', '203.0.113.12')).toBe(false)
})
