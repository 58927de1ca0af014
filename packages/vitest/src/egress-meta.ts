import type { Evidence } from '@agentguard/core'

/** What a reporter finds as `meta().agentguard` of a test case or module; plain JSON, and bounded. */
export interface EgressMeta {
  /** What was blocked, in audit mode let through and noted, and allowed where a report asks for it; first ones first. */
  readonly attempts: readonly Evidence[]
  /** How many kinds of attempts are left out of `attempts`. */
  readonly omitted: number
}

/** Meta travels with every report, blob and shard. */
const kept = { attempts: 20, frames: 10 }

/** As many kinds as a ledger keeps: a list of all destinations must not miss any. */
const keptForReport = { attempts: 210, frames: 8 }

/** Makes the meta of a task, or nothing where there is nothing to tell; more of it where a report of all destinations wants it. */
export function egressMeta(evidence: readonly Evidence[], isForReport: boolean = false): EgressMeta | undefined {
  if (evidence.length === 0) return undefined
  const { attempts, frames } = isForReport ? keptForReport : kept
  return {
    attempts: evidence.slice(0, attempts).map((entry) => ({ ...entry, stack: entry.stack.slice(0, frames) })),
    omitted: Math.max(0, evidence.length - attempts),
  }
}
