import type { TestFileRecord } from '@agentguard/core/report'
import type { FileLine } from '../evidence-lines.ts'
import { keyOf } from './mark-unguarded.ts'

/** Adds how many timers the tests of each file have left. */
export function markTimers(records: readonly TestFileRecord[], files: readonly FileLine[]): readonly TestFileRecord[] {
  const left = new Map(files.map(({ project, file, timersLeft }) => [keyOf(project, file), timersLeft]))
  return records.map((record) => {
    const timersLeft = left.get(keyOf(record.project, record.file))
    return timersLeft === undefined ? record : { ...record, timersLeft }
  })
}
