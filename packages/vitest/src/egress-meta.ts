import type { Evidence } from '@agentguard/core'

/** What a reporter finds as `meta().agentguard` of a test case or module. Plain JSON, and bounded. */
export interface EgressMeta {
  /** Attempts that were blocked or muted, let through in audit mode, or allowed if a report requests that. Oldest first. */
  readonly attempts: readonly Evidence[]
  /** How many kinds of attempts are left out of `attempts`. */
  readonly omitted: number
}

/** Limits, since every report, blob and shard contains the meta. */
const kept = { attempts: 20, frames: 10 }

/** As many kinds as a ledger keeps, since a list of all destinations must be complete. */
const keptForReport = { attempts: 210, frames: 8 }

/** Creates the meta of a task, with more of it for a report of all destinations. Undefined where there is nothing to report. */
export function egressMeta(evidence: readonly Evidence[], isForReport: boolean = false): EgressMeta | undefined {
  if (evidence.length === 0) return undefined
  const { attempts, frames } = isForReport ? keptForReport : kept
  return {
    attempts: evidence.slice(0, attempts).map((entry) => ({ ...entry, stack: entry.stack.slice(0, frames) })),
    omitted: Math.max(0, evidence.length - attempts),
  }
}
