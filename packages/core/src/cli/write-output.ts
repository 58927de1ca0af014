import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { usageError } from '../errors/usage-error.ts'

/** Writes a text to a file, whose folder is made where it is missing; to stdout where the path is `-`, or none is given. */
export function writeOutput(text: string, path = '-'): void {
  if (path === '-') {
    process.stdout.write(text)
    return
  }
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw usageError(path, `it cannot be written (${String(error)})`, 'Name a file in a folder that you may write to')
  }
}
