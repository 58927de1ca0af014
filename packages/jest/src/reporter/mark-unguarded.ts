import type { TestFileRecord } from '@agentguard/core/report'
import type { FileLine } from '../evidence-lines.ts'

/** Marks the files that were not guarded: another environment or runner ran them, or `mode: off` turned the guard off. */
export function markUnguarded(
  records: readonly TestFileRecord[],
  files: readonly FileLine[],
): readonly TestFileRecord[] {
  const modes = new Map(files.map(({ project, file, mode }) => [keyOf(project, file), mode]))
  return records.map((record) => {
    const mode = modes.get(keyOf(record.project, record.file))
    // A file without a test that ran could not be loaded, and has already failed.
    if (mode === undefined ? record.tests === 0 : mode !== 'off') return record
    return { ...record, whole: false, unguarded: mode === undefined ? 'absent' : 'off' }
  })
}

/** The key includes the project, since a file may be in several. */
export function keyOf(project: string | undefined, file: string): string {
  return `${project ?? ''}\0${file}`
}
