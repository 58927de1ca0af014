import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'

/** The default path of the evidence, relative to the root of the runner. */
export const defaultEvidencePath = '.agentguard/evidence.json'

/**
 * The path of this project's evidence. A runner writes it in its own root, which may be a subfolder: `rootDir: 'src'`.
 *
 * @throws TypeError where several subfolders have evidence
 */
export function findEvidence(): string {
  if (existsSync(defaultEvidencePath)) return defaultEvidencePath
  const [one = defaultEvidencePath, ...more] = [...search('.', deepest)]
  if (more.length === 0) return one
  throw usageError(
    'agentguard',
    `there is evidence in several folders (${[one, ...more].slice(0, shown).join(', ')})`,
    'Name the files that you mean, or run agentguard in one of the folders',
  )
}

/** The path of a file here or, where it does not exist, next to the evidence. */
export function besideEvidence(name: string): string {
  if (existsSync(name)) return name
  const beside = join(dirname(dirname(findEvidence())), name)
  return existsSync(beside) ? beside : name
}

const deepest = 4
const shown = 5

function* search(folder: string, depth: number): Generator<string, void, undefined> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const below = join(folder, entry.name)
    const evidence = join(below, defaultEvidencePath)
    if (existsSync(evidence)) yield evidence
    if (depth > 1) yield* search(below, depth - 1)
  }
}
