import { measureInTurn } from '../batches.ts'
import { added, microseconds, timesOfPairs } from '../figures.ts'
import type { Measure, Row } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import type { Variant } from '../variants.ts'

interface ScopeCost {
  readonly cpu: number
  readonly together: number
  readonly bytes: number
}

type Costs = ReadonlyMap<Variant, readonly ScopeCost[]>

const variants: readonly Variant[] = ['bare', 'control', 'agentguard']

/** Every test has a scope of its own: opening one must cost next to nothing, alone and beside a thousand others. */
export const scopes: Measure = {
  name: 'scopes',
  run: async ({ pairs, quick, servers }) => {
    const count = quick ? 200 : 1000
    const measured = await measureInTurn(variants, Math.min(pairs, 9), async (variant) => [
      await runProgram<ScopeCost>('scopes', [variant, String(servers.http), String(count)], { flags: ['--expose-gc'] }),
    ])
    const many = count.toLocaleString('en')
    const kilobytes =
      differenceOfPairs(listOf(measured, 'agentguard', 'bytes'), listOf(measured, 'bare', 'bytes')) / 1024
    return [
      rowOf(`${many} scopes of 10 requests, a request`, measured, 'cpu'),
      rowOf(`${many} scopes of 10 requests at once, a request`, measured, 'together'),
      {
        measure: `an open scope, of ${many}, on the heap`,
        bare: '–',
        figures: { agentguard: `${kilobytes.toFixed(1)} KB` },
        reach: '≤ 3 KB',
        met: kilobytes <= 3,
        raw: undefined,
      },
    ]
  },
}

function listOf(costs: Costs, variant: Variant, key: keyof ScopeCost): readonly number[] {
  return (costs.get(variant) ?? []).map((cost) => cost[key])
}

function rowOf(measure: string, costs: Costs, key: 'cpu' | 'together'): Row {
  const bare = listOf(costs, 'bare', key)
  const own = listOf(costs, 'agentguard', key)
  const ratio = ratioOfPairs(own, bare)
  const more = differenceOfPairs(own, bare)
  return {
    measure,
    bare: microseconds(median(bare)),
    figures: {
      control: timesOfPairs(listOf(costs, 'control', key), bare),
      agentguard: `${timesOfPairs(own, bare)}, ${added(more, 'µs')}`,
    },
    reach: '≤ 1.03, ≤ 2 µs',
    met: ratio <= 1.03 && more <= 2,
    raw: Object.fromEntries(costs),
  }
}
