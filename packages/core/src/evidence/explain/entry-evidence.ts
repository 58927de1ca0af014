import { describeAttempt } from '../redact/describe-attempt.ts'
import type { Evidence } from '../record/evidence.ts'
import type { Entry } from '../record/ledger.ts'
import { reasonText } from '../redact/redact-reason.ts'
import { requestUrlText } from '../redact/redact.ts'
import type { Files } from '../stack/manifest.ts'
import { createOriginReader } from './entry-origin.ts'

/** Converts a ledger entry to evidence. This formats a stack, so it is done only for entries that are read. */
export type EntryReader = (entry: Entry) => Evidence

/** Creates a reader that omits frames of the guard's files, for which `isOwn` is true. `files` reads package.json files. */
export function createEntryReader(isOwn: (file: string) => boolean, files: Files): EntryReader {
  const originOf = createOriginReader(isOwn, files)
  return (entry) => {
    const { frames, from, fromBy, culprit } = originOf(entry)
    return {
      outcome: entry.outcome,
      ...describeAttempt(entry.attempt),
      ...(entry.redirects && { redirects: entry.redirects.map((hop) => requestUrlText(hop)) }),
      ...(entry.reason !== undefined && { reason: entry.reason }),
      ...(entry.by && { rule: reasonText(entry.by) }),
      ...(entry.process !== undefined && { process: entry.process }),
      scope: entry.scope,
      ...(entry.file !== undefined && { file: entry.file }),
      phase: entry.phase,
      ...(entry.began !== undefined && { began: entry.began }),
      ...(entry.candidates && { candidates: entry.candidates }),
      ...(entry.lateBy !== undefined && { lateBy: entry.lateBy }),
      ...(entry.at !== undefined && { at: Math.round(entry.at) }),
      ...(entry.retry > 0 && { retry: entry.retry }),
      stack: frames,
      ...(from && { from }),
      ...(fromBy && { fromBy }),
      ...(culprit && { culprit }),
      count: entry.count,
    }
  }
}
