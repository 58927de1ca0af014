import type { StackFrame } from '../record/evidence.ts'
import { pathText } from '../redact/path-text.ts'

/** `src/tools/weather.ts:14:9`, relative to `cwd` and with forward slashes, so that terminals and editors link it. */
export function frameText(frame: StackFrame, cwd: string): string {
  // A native addon has no lines.
  if (frame.line === 0) return pathText(frame.file, cwd)
  return `${pathText(frame.file, cwd)}:${frame.line}:${frame.column}`
}
