import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'

/**
 * How to turn off the sender of an attempt, with the page that documents it. `undefined` where the sender is unknown or
 * cannot be turned off.
 *
 * @param evidence the attempt
 */
export function quietLine(evidence: Evidence): string | undefined {
  const { quiet, source } = findSender(evidence) ?? {}
  if (quiet === undefined) return undefined
  return source === undefined ? quiet : `${quiet} (${source})`
}
