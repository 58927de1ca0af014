import { StatsD } from 'hot-shots'

export function once({ host, port }) {
  new StatsD({ host, port, errorHandler: () => {} }).increment('agent.step')
}
