import { describeAttempt } from '../redact/describe-attempt.ts'
import { createVersionReader, findCulprit, projectFrame } from '../stack/culprit.ts'
import { createDependencyTree } from '../stack/dependency-tree.ts'
import { createProjectPackages } from '../stack/project-packages.ts'
import type { Culprit, Evidence, StackFrame } from '../record/evidence.ts'
import type { Entry } from '../record/ledger.ts'
import { reasonText } from '../redact/redact-reason.ts'
import { requestUrlText } from '../redact/redact.ts'
import { callerFrames, parseStack } from '../stack/stack.ts'
import type { Files } from '../stack/manifest.ts'
import type { Trace } from '../record/trace.ts'

/** Turns ledger entries into evidence; costs a stack's formatting, so only when somebody reads it. */
export type EntryReader = (entry: Entry) => Evidence

/** Where an attempt came from, as its stack tells. */
interface Origin {
  readonly frames: readonly StackFrame[]
  readonly culprit: Culprit | undefined
  readonly from: StackFrame | undefined
}

/** Creates a reader that leaves out the frames of files that `isOwn` says are the guard's; `files` reads package.json files. */
export function createEntryReader(isOwn: (file: string) => boolean, files: Files): EntryReader {
  const readVersion = createVersionReader(files.readFileSync)
  const packagesOf = createProjectPackages(createDependencyTree(files))
  // An error is read for its message, its stack and its evidence: the stack is parsed for the first of them.
  const origins = new WeakMap<Trace, Origin>()
  const originOf = ({ trace, file, outcome }: Entry): Origin => {
    const known = trace && origins.get(trace)
    if (known) return known
    const frames = callerFrames(parseStack(trace?.stack ?? ''), isOwn)
    const from = projectFrame(frames)
    // Only for what is reported: it reads many a package.json.
    const packages = outcome === 'allowed' ? undefined : packagesOf(from?.file ?? file)
    const origin = { frames, culprit: findCulprit(frames, readVersion, packages), from }
    if (trace) origins.set(trace, origin)
    return origin
  }
  return (entry) => {
    const { frames, from, culprit } = originOf(entry)
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
      ...(culprit && { culprit }),
      count: entry.count,
    }
  }
}
