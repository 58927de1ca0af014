import type { Trace } from '../../evidence/record/trace.ts'
import type { Engine } from '../engine/engine.ts'

/** Short enough for an environment variable, and long enough to reach the project's own lines. */
export function starterStack({ starter }: Engine, trace: Trace): string {
  const lines = `${trace.stack}\n${starter}`
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('(node:'))
  return lines.slice(0, 30).join('\n')
}
