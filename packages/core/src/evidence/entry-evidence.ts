import { describeAttempt } from './describe-attempt.ts'
import { createVersionReader, findCulprit, projectFrame } from './culprit.ts'
import type { Evidence } from './evidence.ts'
import type { Entry } from './ledger.ts'
import { requestUrlText } from './redact.ts'
import { callerFrames, parseStack } from './stack.ts'

/** Turns ledger entries into evidence; costs a stack's formatting, so only when somebody reads it. */
export type EntryReader = (entry: Entry) => Evidence

/** Creates a reader that leaves out the frames of files that `isOwn` says are the guard's. */
export function createEntryReader(isOwn: (file: string) => boolean): EntryReader {
  const readVersion = createVersionReader()
  return (entry) => {
    const frames = callerFrames(parseStack(entry.trace?.stack ?? ''), isOwn)
    const culprit = findCulprit(frames, readVersion)
    const from = projectFrame(frames)
    return {
      outcome: entry.outcome,
      ...describeAttempt(entry.attempt),
      ...(entry.redirects && { redirects: entry.redirects.map((hop) => requestUrlText(hop)) }),
      ...(entry.reason !== undefined && { reason: entry.reason }),
      ...(entry.rule !== undefined && { rule: entry.rule }),
      ...(entry.process !== undefined && { process: entry.process }),
      scope: entry.scope,
      ...(entry.file !== undefined && { file: entry.file }),
      phase: entry.phase,
      ...(entry.lateBy !== undefined && { lateBy: entry.lateBy }),
      ...(entry.retry > 0 && { retry: entry.retry }),
      stack: frames,
      ...(from && { from }),
      ...(culprit && { culprit }),
      count: entry.count,
    }
  }
}
