import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(2).replace('-', '−')} MB`

/** A ledger is bounded: code that retries all night must not fill the memory of its worker. */
export const blockedHeap: Measure = {
  name: 'heap of blocked attempts',
  run: async ({ quick }) => {
    const attempts = quick ? 20_000 : 100_000
    const { first, second } = await runProgram<{ first: number; second: number }>('blocked-heap', [String(attempts)], {
      flags: ['--expose-gc'],
    })
    return [
      {
        measure: `heap after ${attempts.toLocaleString('en')} blocked in one scope, and of the second half alone`,
        bare: '–',
        figures: { agentguard: `${megabytes(first + second)}, ${megabytes(second)}` },
        reach: '≤ 2 MB, none in the second half',
        // Less than a byte an attempt is the collector's, not ours.
        met: first + second <= 2_097_152 && second <= attempts,
        raw: { first, second },
      },
    ]
  },
}
