import { measureInTurn } from '../batches.ts'
import { added } from '../figures.ts'
import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import { peers, type Variant } from '../variants.ts'

interface StartUp {
  readonly cpu: number
  readonly rss: number
}

const variants: readonly Variant[] = ['bare', 'control', 'agentguard', ...peers]

/** What loading and installing adds to a process: every worker and every guarded child pays it once. */
export const startUp: Measure = {
  name: 'import and install',
  run: async ({ pairs }) => {
    // Like a worker or a child, they start from what an earlier process has kept.
    await runProgram('start-up', ['agentguard', 'keep'])
    const measured = await measureInTurn(variants, pairs, async (variant) => [
      await runProgram<StartUp>('start-up', [variant]),
    ])
    const of = (variant: Variant, key: keyof StartUp): readonly number[] =>
      (measured.get(variant) ?? []).map((one) => one[key])
    const cpu = (variant: Variant): number => differenceOfPairs(of(variant, 'cpu'), of('bare', 'cpu'))
    const rss = (variant: Variant): number => differenceOfPairs(of(variant, 'rss'), of('bare', 'rss'))
    const figure = (variant: Variant): string => `${added(cpu(variant), 'ms', 0)}, ${added(rss(variant), 'MB', 0)}`
    return [
      {
        measure: 'import and install, CPU and RSS over bare',
        bare: `${median(of('bare', 'cpu')).toFixed(0)} ms, ${median(of('bare', 'rss')).toFixed(0)} MB`,
        figures: Object.fromEntries(variants.slice(1).map((variant) => [variant, figure(variant)])),
        reach: '≤ +8 ms, ≤ +4 MB',
        met: cpu('agentguard') <= 8 && rss('agentguard') <= 4,
        raw: {
          ratio: ratioOfPairs(of('agentguard', 'cpu'), of('bare', 'cpu')),
          measured: Object.fromEntries(measured),
        },
      },
    ]
  },
}
