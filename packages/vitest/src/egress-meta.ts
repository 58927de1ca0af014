import type { Evidence } from '@agentguard/core/session'

/** What a reporter finds as `meta().agentguard` of a test case or module; plain JSON, and bounded. */
export interface EgressMeta {
  /** What was blocked or, in audit mode, let through and noted; first ones first. */
  readonly attempts: readonly Evidence[]
  /** How many kinds of attempts are left out of `attempts`. */
  readonly omitted: number
}

/** Meta travels with every report, blob and shard. */
const kept = { attempts: 20, frames: 10 }

/** Makes the meta of a task, or nothing where there is nothing to tell. */
export function egressMeta(evidence: readonly Evidence[]): EgressMeta | undefined {
  const told = evidence.filter(({ outcome }) => outcome !== 'allowed')
  if (told.length === 0) return undefined
  const attempts = told.slice(0, kept.attempts)
  return {
    attempts: attempts.map((entry) => ({ ...entry, stack: entry.stack.slice(0, kept.frames) })),
    omitted: told.length - attempts.length,
  }
}
