// Fails on purpose: the tool has an answer in any case, also when the model was never meant to be asked.
import { expect, test } from 'vitest'
import { ask } from '../src/tools/ask.ts'

test('ask always has an answer', async () => {
  expect(await ask('What is six times seven?', { maxRetries: 1 })).toBe('I cannot answer that now')
})
