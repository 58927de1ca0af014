// fast-check with more runs: vitest.config.ts replaces it by this file where FUZZ_TIMES is set.
import * as fc from '../node_modules/fast-check/lib/fast-check.js'

export * from '../node_modules/fast-check/lib/fast-check.js'

const times = Number(process.env['FUZZ_TIMES'] ?? 1)
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)

/** Like that of fast-check, but each property runs more often, from the seed of the whole run. The overloads are the same. */
export const assert = (<Ts>(property: fc.IRawProperty<Ts>, parameters: fc.Parameters<Ts> = {}) => {
  const { numRuns = 100, ...rest } = parameters
  return fc.assert(property, { seed, ...rest, numRuns: numRuns * times })
}) as typeof fc.assert
