import { measureInTurn } from '../batches.ts'
import { added } from '../figures.ts'
import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { differenceOfPairs, median } from '../statistics.ts'
import type { Variant } from '../variants.ts'

// The peers do not follow a program into its threads.
const variants: readonly Variant[] = ['bare', 'control', 'agentguard']

/** What the guard keeps on the heap of a thread that does nothing. */
export const workerHeap: Measure = {
  name: 'heap of a worker',
  run: async ({ pairs }) => {
    const heaps = await measureInTurn(variants, pairs, async (variant) => [
      await runProgram<number>('worker-heap', [variant], { flags: ['--expose-gc'] }),
    ])
    const of = (variant: Variant): readonly number[] => heaps.get(variant) ?? []
    const more = (variant: Variant): string => added(differenceOfPairs(of(variant), of('bare')), 'MB')
    return [
      {
        measure: 'the heap of a worker thread that does nothing',
        bare: `${median(of('bare')).toFixed(1)} MB`,
        figures: { control: more('control'), agentguard: more('agentguard') },
        reach: '–',
        raw: Object.fromEntries(heaps),
      },
    ]
  },
}
