import type { Measure } from './measure.ts'
import { children } from './measures/children.ts'
import { decisions } from './measures/decisions.ts'
import { fileEnd } from './measures/file-end.ts'
import { gateway } from './measures/gateway.ts'
import { blockedHeap } from './measures/memory.ts'
import { operationMeasures } from './measures/operations.ts'
import { scopes } from './measures/scopes.ts'
import { startUp } from './measures/start-up.ts'
import { suiteMeasures } from './measures/suites.ts'
import { witness } from './measures/witness.ts'
import { workerHeap } from './measures/worker-heap.ts'

/** Everything there is to measure, in the order of the table. */
export const measures: readonly Measure[] = [
  ...suiteMeasures,
  startUp,
  children,
  workerHeap,
  gateway,
  witness,
  ...operationMeasures,
  decisions,
  blockedHeap,
  scopes,
  fileEnd,
]
