import { readFileSync } from 'node:fs'
import { usageError } from '../../policy/usage/usage-error.ts'

/**
 * The text of a file that a command line names.
 *
 * @throws TypeError where it cannot be read. The message says `what` it is, and the way out.
 */
export function readText(path: string, what: string, wayOut: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw usageError(path, `${what} cannot be read (${code})`, wayOut)
  }
}
