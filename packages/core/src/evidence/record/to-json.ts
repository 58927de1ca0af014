import type { Evidence } from './evidence.ts'

/** How many frames of a stack are sent to another process. */
const KEPT_FRAMES = 12

/** Evidence as small plain JSON, for a runner's own records, which cross processes and are written to report files. */
export function toJson(evidence: Evidence): Evidence {
  const plain: Evidence = JSON.parse(JSON.stringify({ ...evidence, stack: evidence.stack.slice(0, KEPT_FRAMES) }))
  return plain
}
