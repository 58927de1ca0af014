import { engine } from '../engine/engine.ts'
import { collectAttempts } from './collect-attempts.ts'

/** Charges what children of tests that ran in this process have attempted by now, for its reporter. */
export function collectLate(): void {
  collectAttempts(engine())
}
