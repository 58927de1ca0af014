import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'

/** The default path of the evidence, relative to the root of the runner. */
export const defaultEvidencePath = '.agentguard/evidence.json'

/**
 * The paths of this project's evidence, or the default path where there is none.
 *
 * A runner writes it in its own root, which may be a subfolder: `rootDir: 'src'`. A project may have several runners, or
 * several configs of one, each with its own root.
 */
export function findEvidence(): readonly string[] {
  if (existsSync(defaultEvidencePath)) return [defaultEvidencePath]
  const found = [...search('.', deepest)]
  return found.length === 0 ? [defaultEvidencePath] : found.toSorted()
}

/**
 * The path of a file here or, where it does not exist, next to the evidence.
 *
 * @throws TypeError where several such files exist
 */
export function besideEvidence(name: string): string {
  if (existsSync(name)) return name
  const found = findEvidence()
    .map((path) => join(dirname(dirname(path)), name))
    .filter((path) => existsSync(path))
  const [one = name] = found
  if (found.length < 2) return one
  throw usageError(
    'agentguard',
    `there is ${name} in several folders (${found.slice(0, shown).join(', ')})`,
    'Name the one that you mean with --lock, or run agentguard in its folder',
  )
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
