import { basename, posix } from 'node:path'
import { usageError } from '../usage/usage-error.ts'
import type { Reading } from './reading.ts'

/** A rule for a program: by name in any folder, or by its absolute path. */
export interface ExecRule {
  readonly kind: 'exec'
  readonly text: string
  readonly program: string
}

/** Rules for programs, by name or path. */
export type ExecIndex = Map<string, string>

/** Parses `exec:git` or `exec:/usr/bin/ffmpeg`. */
export function parseExec(text: string, where: string): ExecRule {
  const program = text.slice('exec:'.length)
  if (program === '') throw usageError(where, `'${text}' names no program`, "Write 'exec:git' or 'exec:/usr/bin/git'")
  if (/[\s*]/.test(program)) {
    const name = program.split(/[\s*]/)[0] ?? ''
    throw usageError(where, `'${text}' contains a space or a star`, `Name the program alone: 'exec:${name || 'git'}'`)
  }
  if (program.includes('/') && !program.startsWith('/')) {
    throw usageError(
      where,
      `'${text}' is a relative path`,
      `Write the whole path, or the name: 'exec:${basename(program)}'`,
    )
  }
  if (program.includes('/') && (posix.normalize(program) !== program || program.endsWith('/'))) {
    const path = posix.normalize(program).replace(/\/$/, '')
    throw usageError(
      where,
      `'${text}' contains '.', '..' or one slash too many`,
      `Did you mean 'exec:${path || 'git'}'?`,
    )
  }
  return { kind: 'exec', text, program }
}

/** The text of a rule for a program, or undefined. Links are not resolved here, so only `deny` treats `/x/../bin` as `/bin`. */
export function matchExec(index: ExecIndex | undefined, file: string, reading: Reading): string | undefined {
  if (index === undefined) return undefined
  const text = index.get(file) ?? index.get(basename(file))
  return text ?? (reading === 'deny' && file.includes('/') ? index.get(posix.normalize(file)) : undefined)
}
