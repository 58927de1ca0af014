import { expect, test } from 'vitest'
import { serve } from '../testing/serve.ts'
import { weather } from './weather.ts'

test('weather asks an API that the test serves itself', async () => {
  const api = await serve((_request, response) => response.end('{"celsius": 21}'))

  expect(await weather('London', api)).toBe('21 °C in London')
})

test('weather reaches the API it is given, and nothing else', async () => {
  const api = await serve((_request, response) => response.end('{"celsius": 21}'))

  await expect(() => weather('London', api)).not.toEgress('localhost')
})
