import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import { median } from '../statistics.ts'

/** The end of a test file follows what is in flight: with nothing in flight, it must cost next to nothing. */
export const fileEnd: Measure = {
  name: 'file end',
  run: async ({ pairs }) => {
    const costs: number[] = []
    for (let pair = 0; pair < Math.min(pairs, 5); pair += 1) costs.push(await runProgram<number>('file-end'))
    const cost = median(costs)
    return [
      {
        measure: 'the end of a file with nothing in flight',
        bare: '–',
        figures: { agentguard: `${cost.toFixed(2)} ms` },
        reach: '≤ 1 ms',
        met: cost <= 1,
        raw: costs,
      },
    ]
  },
}
