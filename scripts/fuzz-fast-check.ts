// fast-check with more runs, in whose place vitest.config.ts puts it where FUZZ_TIMES is set.
import * as fc from '../node_modules/fast-check/lib/fast-check.js'

export * from '../node_modules/fast-check/lib/fast-check.js'

const times = Number(process.env['FUZZ_TIMES'] ?? 1)
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)

/** As fast-check's own, but each property runs more often, from the seed of the whole run. The overloads are those of what it calls. */
export const assert = (<Ts>(property: fc.IRawProperty<Ts>, parameters: fc.Parameters<Ts> = {}) => {
  const { numRuns = 100, ...rest } = parameters
  return fc.assert(property, { seed, ...rest, numRuns: numRuns * times })
}) as typeof fc.assert
