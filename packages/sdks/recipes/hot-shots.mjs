import { StatsD } from 'hot-shots'

export async function reach({ host = 'statsd.example.com', port = 8125, about = 'Oslo' } = {}) {
  const client = new StatsD({ host, port, errorHandler: () => {} })
  await new Promise((resolve) => client.increment('agent.step', 1, [`about:${about}`], resolve)) // calls out
  await new Promise((resolve) => client.close(resolve))
}
