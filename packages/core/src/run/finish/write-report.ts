import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'

/**
 * Writes a file of a reporter, and creates the folders above it.
 *
 * @throws TypeError that names the path as the user wrote it
 */
export function writeReport(text: string, path: string, root: string): void {
  const place = resolve(root, path)
  try {
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, text)
  } catch (error) {
    throw usageError(path, `it cannot be written (${String(error)})`, 'Name a file in a folder that you may write to')
  }
}
