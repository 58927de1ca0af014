import { measureInTurn } from '../batches.ts'
import { added, timesOfPairs } from '../figures.ts'
import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import type { Variant } from '../variants.ts'

interface Child {
  readonly cpu: number
  readonly rss: number
}

// The peers do not follow a program into its children.
const variants: readonly Variant[] = ['bare', 'control', 'agentguard']
const reach = 1.25

/** What a Node child that does nothing costs when it is guarded, from its start to its end. */
export const children: Measure = {
  name: 'child start-up',
  run: async ({ pairs, quick }) => {
    const measured = await measureInTurn(variants, pairs, async (variant) =>
      runProgram<Child[]>('children', [variant, quick ? '10' : '20']),
    )
    const of = (variant: Variant, key: keyof Child): readonly number[] =>
      (measured.get(variant) ?? []).map((one) => one[key])
    const ratio = (variant: Variant): number => ratioOfPairs(of(variant, 'cpu'), of('bare', 'cpu'))
    const rss = (variant: Variant): number => differenceOfPairs(of(variant, 'rss'), of('bare', 'rss'))
    const figure = (variant: Variant): string =>
      `${timesOfPairs(of(variant, 'cpu'), of('bare', 'cpu'))}, ${added(rss(variant), 'MB', 0)}`
    return [
      {
        measure: 'a child process that does nothing, CPU and RSS',
        bare: `${median(of('bare', 'cpu')).toFixed(0)} ms, ${median(of('bare', 'rss')).toFixed(0)} MB`,
        figures: Object.fromEntries(variants.slice(1).map((variant) => [variant, figure(variant)])),
        reach: `≤ ${reach}`,
        met: ratio('agentguard') <= reach,
        raw: Object.fromEntries(measured),
      },
    ]
  },
}
