import { expect, test } from 'vitest'
import { serve } from '../testing/serve.ts'
import { ask } from './ask.ts'

test('ask passes on what the model says', async () => {
  const model = await serve((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"choices": [{"message": {"role": "assistant", "content": "42"}}]}')
  })

  expect(await ask('What is six times seven?', { baseURL: model })).toBe('42')
})
