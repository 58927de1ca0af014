const { allowEgress } = require('@agentguard/core')
const { serve } = require('../testing/serve')
const { weather } = require('./weather')

test('weather asks an API that the test serves itself', async () => {
  const api = await serve((_request, response) => response.end('{"celsius": 21}'))

  expect(await weather('London', api.url)).toBe('21 °C in London')
})

test('weather says so when the service is down', async () => {
  const api = await serve(() => {})
  await api.close()
  // Nothing listens there any more, so it is not a server of this test, and has to be allowed.
  allowEgress(api.url)

  expect(await weather('London', api.url)).toBe('The weather service does not answer')
})
