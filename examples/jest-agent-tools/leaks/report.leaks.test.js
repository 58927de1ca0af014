// Fails on purpose: the tool resolves, the assertion holds, and the test would pass without a guard.
const { report } = require('../src/tools/report')

test('report files a report', async () => {
  expect(await report('Booked a table')).toBe('Reported')
})
