// The StatsD agent on this machine is welcome to what the tests count.
// @agentguard allow=localhost:8125

const { createMetrics } = require('./metrics')

test('metrics go to the StatsD agent on this machine', async () => {
  const metrics = createMetrics()

  await expect(() => metrics.count('plan')).toEgressTo('localhost:8125')

  metrics.close()
})
