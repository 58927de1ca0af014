import type { StackFrame } from '@agentguard/core/report'

/** `src/tools/weather.ts:14:9`; a native addon has no lines. */
export function frameText({ file, line, column }: StackFrame): string {
  return line === 0 ? file : `${file}:${line}:${column}`
}
