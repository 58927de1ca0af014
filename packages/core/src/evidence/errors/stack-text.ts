import type { StackFrame } from '../record/evidence.ts'

/** The `stack` of an error with a headline and chosen frames, in V8's format. */
export function stackText(headline: string, frames: readonly StackFrame[]): string {
  return [headline, ...frames.map(frameLine)].join('\n')
}

function frameLine(frame: StackFrame): string {
  const place = `${frame.file}:${frame.line}:${frame.column}`
  return frame.function === undefined ? `    at ${place}` : `    at ${frame.function} (${place})`
}
