import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'

/** How to keep the sender of an attempt quiet, with the page that says so; `undefined` where it is unknown or cannot be. */
export function quietLine(evidence: Evidence): string | undefined {
  const { quiet, source } = findSender(evidence) ?? {}
  if (quiet === undefined) return undefined
  return source === undefined ? quiet : `${quiet} (${source})`
}
