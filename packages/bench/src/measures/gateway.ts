import { added } from '../figures.ts'
import type { Measure, Row } from '../measure.ts'
import type { GatewayCost } from '../programs/gateway.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median } from '../statistics.ts'

/** What programs cost that run behind the gateway, and what their connections do. A suite that starts none has no gateway. */
export const gateway: Measure = {
  name: 'gateway',
  run: async ({ pairs, quick }) => {
    const costs: GatewayCost[] = []
    for (let pair = 0; pair < pairs; pair += 1)
      costs.push(await runProgram<GatewayCost>('gateway', [quick ? '20' : '50']))
    return [...rowsOfStarts(costs), ...rowsOfConnections(costs)].map((row) => ({ ...row, raw: costs }))
  },
}

function rowsOfStarts(costs: readonly GatewayCost[]): readonly Omit<Row, 'raw'>[] {
  const joining = median(costs.map(({ joined, bare }) => differenceOfPairs(joined, bare)))
  const beyondTool = median(costs.map(({ joined, byHand }) => differenceOfPairs(joined, byHand)))
  const ready = median(costs.map((cost) => cost.ready))
  const parts = median(costs.map((cost) => cost.parts))
  const timeOf = (key: 'bare' | 'byHand'): string => `${median(costs.flatMap((cost) => cost[key])).toFixed(1)} ms`
  const program = timeOf('bare')
  return [
    {
      ...row('a program behind the gateway, its start', program, added(joining, 'ms')),
      reach: '≤ +2 ms',
      met: joining <= 2,
    },
    row('the same, beside nsenter by hand', timeOf('byHand'), added(beyondTool, 'ms')),
    {
      ...row('the first such program of a process', program, added(ready, 'ms', 0)),
      reach: '≤ +80 ms',
      met: ready <= 80,
    },
    row('the same, beside a thread and a process of Node', `${parts.toFixed(0)} ms`, added(ready - parts, 'ms', 0)),
  ]
}

function rowsOfConnections(costs: readonly GatewayCost[]): readonly Omit<Row, 'raw'>[] {
  const of = (way: 'direct' | 'carried', key: 'roundTrip' | 'throughput'): number =>
    median(costs.map((cost) => cost[way][key]))
  const trip = (way: 'direct' | 'carried'): string => `${of(way, 'roundTrip').toFixed(3)} ms`
  const speed = (way: 'direct' | 'carried'): string => `${of(way, 'throughput').toFixed(0)} MB/s`
  return [
    row('a byte and back through the gateway', trip('direct'), trip('carried')),
    row('one connection through the gateway', speed('direct'), speed('carried')),
  ]
}

function row(measure: string, bare: string, figure: string): Omit<Row, 'raw'> {
  return { measure, bare, figures: { agentguard: figure }, reach: '–' }
}
