import type { Evidence, StackFrame } from './evidence.ts'

/** How many frames of a stack are sent to another process, besides the project's own line. */
const KEPT_FRAMES = 12

/** Evidence as small plain JSON, for a runner's own records, which cross processes and are written to report files. */
export function toJson(evidence: Evidence): Evidence {
  const plain: Evidence = JSON.parse(JSON.stringify({ ...evidence, stack: keptFrames(evidence) }))
  return plain
}

/** Runners show the code at the project's line, however many packages were called between it and the attempt. */
function keptFrames({ stack, from }: Evidence): readonly StackFrame[] {
  const kept = stack.slice(0, KEPT_FRAMES)
  const deeper = stack.slice(KEPT_FRAMES).find((frame) => from !== undefined && isSamePlace(frame, from))
  return deeper === undefined || kept.some((frame) => isSamePlace(frame, deeper)) ? kept : [...kept, deeper]
}

function isSamePlace(one: StackFrame, other: StackFrame): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column
}
