import { engine } from '../engine/engine.ts'
import { collectAttempts } from './collect-attempts.ts'

/** Records what children of tests in this process have attempted by now, for its reporter. */
export function collectLate(): void {
  collectAttempts(engine())
}
