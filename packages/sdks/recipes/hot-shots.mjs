import { StatsD } from 'hot-shots'

export async function reach({ host = 'statsd.example.com', port = 8125 } = {}) {
  const client = new StatsD({ host, port, errorHandler: () => {} })
  await new Promise((resolve) => client.increment('agent.step', resolve))
  await new Promise((resolve) => client.close(resolve))
}
