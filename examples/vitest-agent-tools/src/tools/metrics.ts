import { StatsD } from 'hot-shots'

/** Counts the agent's steps in StatsD. They are sent together, over UDP, some time after they were counted. */
export function createMetrics(host = '127.0.0.1'): { count(step: string): void } {
  const client = new StatsD({ host, maxBufferSize: 1000, bufferFlushInterval: 20, errorHandler: () => {} })
  return { count: (step) => client.increment(`agent.${step}`) }
}
