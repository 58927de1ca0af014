import { readFileSync } from 'node:fs'
import { usageError } from '../../policy/usage/usage-error.ts'
import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { parseEvidenceFile } from '../../run/file/parse-evidence-file.ts'
import { findEvidence } from './find-evidence.ts'

/**
 * The evidence files that a command line names, or those of the project. `-` is stdin.
 *
 * @throws TypeError for a file that cannot be read, or is not evidence
 */
export function readEvidenceFiles(paths: readonly string[]): readonly EvidenceFile[] {
  return paths.length === 0 ? findEvidence().map((path) => read(path, true)) : [...new Set(paths)].map(readEvidenceFile)
}

/** One evidence file. `-` is stdin. */
export function readEvidenceFile(path: string): EvidenceFile {
  return read(path, false)
}

function read(path: string, byDefault: boolean): EvidenceFile {
  return parseEvidenceFile(readText(path, byDefault), path === '-' ? 'stdin' : path)
}

function readText(path: string, byDefault: boolean): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'EISDIR') throw usageError(path, 'it is a directory', `Name the files in it, such as ${path}/*.json`)
    throw usageError(path, `there is no evidence to read (${code})`, byDefault ? wayToRecord : 'Name files that exist')
  }
}

const wayToRecord = `Run the tests with the reporter's option json: true ('agentguard init --reporter' adds it), or name a file`
