// Fails on purpose: a hook sends UDP, which never reports an error, to a host that no rule allows.
const { createMetrics } = require('../src/tools/metrics')

const metrics = createMetrics('statsd.example.com')

afterEach(() => metrics.count('test'))
afterAll(() => metrics.close())

test('two and two make four', () => {
  expect(2 + 2).toBe(4)
})
