import type { Evidence, StackFrame } from '../record/evidence.ts'
import { pathText } from '../redact/path-text.ts'

/**
 * Evidence with paths relative to the working directory. Runners print every field of an error into reports, which are
 * read on other machines.
 */
export function relativeEvidence(evidence: Evidence): Evidence {
  const cwd = currentFolder()
  const ofFrame = (frame: StackFrame): StackFrame => ({ ...frame, file: pathText(frame.file, cwd) })
  const { file, scope, stack, from, culprit } = evidence
  return {
    ...evidence,
    ...(file !== undefined && { file: pathText(file, cwd) }),
    scope: scope === file ? pathText(file, cwd) : scope,
    stack: stack.map(ofFrame),
    ...(from && { from: ofFrame(from) }),
    ...(culprit && { culprit: { ...culprit, frame: ofFrame(culprit.frame) } }),
  }
}

/** The working directory may have been removed. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}
