import { median } from '../statistics.ts'
import type { Measure } from '../measure.ts'
import { runProgram } from '../run-program.ts'
import type { DecisionCost } from '../programs/decisions.ts'

const sizes = [10, 1000, 100_000]

/** A decision must cost the same however many rules there are. */
export const decisions: Measure = {
  name: 'decision',
  run: async ({ pairs }) => {
    const costs = new Map<number, DecisionCost[]>(sizes.map((size) => [size, []]))
    for (let pair = 0; pair < Math.min(pairs, 5); pair += 1) {
      for (const size of sizes)
        costs.get(size)?.push(await runProgram<DecisionCost>('decisions', [String(size)], { flags: ['--expose-gc'] }))
    }
    const of = (size: number, key: keyof DecisionCost): number =>
      median((costs.get(size) ?? []).map((cost) => cost[key]))
    const [few = 0, some = 0, many = 0] = sizes.map((size) => of(size, 'decision'))
    const install = of(100_000, 'install')
    const bytes = of(100_000, 'bytes')
    const raw = Object.fromEntries(costs)
    return [
      {
        measure: 'decision with 10, 1,000 and 100,000 host rules',
        bare: '–',
        figures: { agentguard: `${few.toFixed(0)}, ${some.toFixed(0)} and ${many.toFixed(0)} ns` },
        reach: '≤ 1 µs more',
        met: many - few <= 1000,
        raw,
      },
      {
        measure: '100,000 host rules, to install and to keep',
        bare: '–',
        figures: { agentguard: `${install.toFixed(0)} ms, ${bytes.toFixed(0)} B a rule` },
        reach: '≤ 100 ms, ≤ 64 B a rule',
        met: install <= 100 && bytes <= 64,
        raw,
      },
    ]
  },
}
