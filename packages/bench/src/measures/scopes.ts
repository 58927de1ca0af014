import { inTurn } from '../batches.ts'
import { added, microseconds, times } from '../figures.ts'
import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import type { Variant } from '../variants.ts'

interface ScopeCost {
  readonly cpu: number
  readonly bytes: number
}

const variants: readonly Variant[] = ['bare', 'control', 'agentguard']

/** Every test has a scope of its own: opening one must cost next to nothing. */
export const scopes: Measure = {
  name: 'scopes',
  run: async ({ pairs, quick, servers }) => {
    const count = quick ? 200 : 1000
    const measured = new Map<Variant, ScopeCost[]>(variants.map((variant) => [variant, []]))
    for (let pair = 0; pair < Math.min(pairs, 9); pair += 1) {
      for (const variant of inTurn(variants, pair)) {
        const args = [variant, String(servers.http), String(count)]
        measured.get(variant)?.push(await runProgram<ScopeCost>('scopes', args))
      }
    }
    const cpuOf = (variant: Variant): readonly number[] => (measured.get(variant) ?? []).map(({ cpu }) => cpu)
    const bytesOf = (variant: Variant): readonly number[] => (measured.get(variant) ?? []).map(({ bytes }) => bytes)
    const ratio = ratioOfPairs(cpuOf('agentguard'), cpuOf('bare'))
    const more = differenceOfPairs(cpuOf('agentguard'), cpuOf('bare'))
    const kilobytes = differenceOfPairs(bytesOf('agentguard'), bytesOf('bare')) / 1024
    return [
      {
        measure: `${count.toLocaleString('en')} scopes of 10 requests, a request; an open scope`,
        bare: microseconds(median(cpuOf('bare'))),
        figures: {
          control: times(ratioOfPairs(cpuOf('control'), cpuOf('bare'))),
          agentguard: `${times(ratio)}, ${added(more, 'µs')}; ${kilobytes.toFixed(1)} KB`,
        },
        reach: '≤ 1.03, ≤ 2 µs; ≤ 3 KB',
        met: ratio <= 1.03 && more <= 2 && kilobytes <= 3,
        raw: Object.fromEntries(measured),
      },
    ]
  },
}
