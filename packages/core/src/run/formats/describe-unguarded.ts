import { printable } from '../../evidence/redact/printable.ts'
import { countGuarded } from '../file/count-guarded.ts'
import type { Run, TestFileRecord } from '../file/evidence-file.ts'
import { counted } from './counted.ts'

/** Longer lists of names are not read. */
const SHOWN = 5

/** `18 of 20 files guarded. Unguarded: a.test.ts, b.test.ts (mode: off)`. Undefined where all of them were guarded. */
export function describeUnguarded(runs: readonly Pick<Run, 'testFiles'>[]): string | undefined {
  const { files, unguarded } = countGuarded(runs)
  if (unguarded.length === 0) return undefined
  const rest = unguarded.length - SHOWN
  const names = unguarded.slice(0, SHOWN).map(nameOf).join(', ')
  const counts = `${files - unguarded.length} of ${counted(files, 'file')} guarded`
  return `${counts}. Unguarded: ${names}${rest > 0 ? ` and ${rest} more` : ''}`
}

function nameOf({ project, file, unguarded }: TestFileRecord): string {
  const name = printable(project === undefined ? file : `${project} > ${file}`)
  return unguarded === 'off' ? `${name} (mode: off)` : name
}
