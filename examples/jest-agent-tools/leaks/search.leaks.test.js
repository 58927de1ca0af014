// Fails on purpose: the SDK sends 20 ms later, when the test that caused it has long passed.
const { setTimeout: sleep } = require('node:timers/promises')
const { search } = require('../src/tools/search')

test('search finds documents', async () => {
  expect(await search('tea', ['green tea', 'coffee'])).toEqual(['green tea'])
})

test('an innocent test runs while the SDK sends', async () => {
  await sleep(60)
})
