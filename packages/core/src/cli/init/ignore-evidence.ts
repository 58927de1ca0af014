import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldersFrom } from '../../evidence/stack/folders-from.ts'

/** A `.gitignore` before and after. */
export interface IgnoredFile {
  readonly before: string
  readonly text: string
}

/** Whether git ignores the evidence below a folder: `unknown` without a repository, and else the change that it takes. */
export function ignoreEvidence(folder: string): IgnoredFile | 'ignored' | 'unknown' {
  const within = foldersOfRepository(folder)
  if (within === undefined) return 'unknown'
  if (within.some((at) => ignores(readIgnored(at), at === folder))) return 'ignored'
  const before = readIgnored(folder)
  const end = before.includes('\r\n') ? '\r\n' : '\n'
  const separator = before === '' || before.endsWith('\n') ? '' : end
  return { before, text: `${before}${separator}.agentguard/${end}` }
}

/** The folder and those above it, up to the root of the repository. */
function foldersOfRepository(folder: string): readonly string[] | undefined {
  const folders = foldersFrom(folder)
  const root = folders.findIndex((at) => existsSync(join(at, '.git')))
  return root === -1 ? undefined : folders.slice(0, root + 1)
}

function readIgnored(folder: string): string {
  const path = join(folder, '.gitignore')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** A pattern with a leading slash is for the folder of its file alone. */
function ignores(text: string, isSameFolder: boolean): boolean {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/\/\*{0,2}$/, ''))
  return ['.agentguard', '**/.agentguard', ...(isSameFolder ? ['/.agentguard'] : [])].some((pattern) =>
    lines.includes(pattern),
  )
}
