import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldersFrom } from '../../evidence/stack/folders-from.ts'
import { repositoryOf } from '../../run/file/repository-of.ts'

/** A `.gitignore` before and after. */
export interface IgnoredFile {
  readonly before: string
  readonly text: string
}

/** Whether git ignores the evidence below a folder: `unknown` without a repository, and else the change that it takes. */
export function ignoreEvidence(folder: string): IgnoredFile | 'ignored' | 'unknown' {
  const root = repositoryOf(folder)
  if (root === undefined) return 'unknown'
  const folders = foldersFrom(folder)
  const within = folders.slice(0, folders.indexOf(root) + 1)
  if (within.some((at) => ignores(readIgnored(at), at === folder))) return 'ignored'
  const before = readIgnored(folder)
  const end = before.includes('\r\n') ? '\r\n' : '\n'
  const separator = before === '' || before.endsWith('\n') ? '' : end
  return { before, text: `${before}${separator}.agentguard/${end}` }
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
