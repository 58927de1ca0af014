import type { StackFrame } from '../record/evidence.ts'

/** An error's `stack` of a headline and chosen frames, as V8 would print it. */
export function stackText(headline: string, frames: readonly StackFrame[]): string {
  return [headline, ...frames.map(frameLine)].join('\n')
}

function frameLine(frame: StackFrame): string {
  const place = `${frame.file}:${frame.line}:${frame.column}`
  return frame.function === undefined ? `    at ${place}` : `    at ${frame.function} (${place})`
}
