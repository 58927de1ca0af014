import { measureInTurn } from '../batches.ts'
import { added, microseconds, timesOfPairs } from '../figures.ts'
import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import type { Variant } from '../variants.ts'

/** Here bare is a guard whose witness does not look. */
const natives: Readonly<Partial<Record<Variant, 'witness' | 'allow'>>> = {
  bare: 'allow',
  control: 'allow',
  agentguard: 'witness',
}
const variants: readonly Variant[] = ['bare', 'control', 'agentguard']
const reach = 1.02

/** What the kernel witness costs a scope that starts nothing. */
export const witness: Measure = {
  name: 'witness',
  run: async ({ pairs, quick }) => {
    const count = quick ? '5000' : '20000'
    const measured = await measureInTurn(variants, pairs, async (variant) => [
      await runProgram<number>('witness', [natives[variant] ?? 'allow', count]),
    ])
    const of = (variant: Variant): readonly number[] => measured.get(variant) ?? []
    const ratio = (variant: Variant): number => ratioOfPairs(of(variant), of('bare'))
    return [
      {
        measure: 'a scope that starts nothing, with the witness; bare: without it',
        bare: microseconds(median(of('bare'))),
        figures: {
          control: timesOfPairs(of('control'), of('bare')),
          agentguard: `${timesOfPairs(of('agentguard'), of('bare'))}, ${added(differenceOfPairs(of('agentguard'), of('bare')), 'µs')}`,
        },
        reach: `≤ ${reach}`,
        met: ratio('agentguard') <= reach,
        raw: Object.fromEntries(measured),
      },
    ]
  },
}
