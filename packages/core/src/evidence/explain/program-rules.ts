import { basename } from 'node:path'
import type { Evidence } from '../record/evidence.ts'

/** Rules take no relative path, and the path of an installed package is another one on each machine. */
const isPortable = (file: string): boolean =>
  !file.includes('/') || (file.startsWith('/') && !file.includes('/node_modules/'))

/** One rule for each program that needs one. A shell may start several. */
export function programRules({ program, reason }: Pick<Evidence, 'program' | 'reason'>): readonly string[] {
  if (program === undefined || (reason !== 'program-not-allowed' && reason !== 'program-tried')) return []
  const files = program.foreign?.length ? program.foreign : [program.file]
  return files.map((file) => `exec:${isPortable(file) ? file : basename(file)}`)
}
