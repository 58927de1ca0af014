import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { foldersFrom } from '../../evidence/stack/folders-from.ts'

/** The root of the repository that contains a folder: the nearest one with a `.git`. */
export function repositoryOf(folder: string): string | undefined {
  return foldersFrom(folder).find((at) => existsSync(join(at, '.git')))
}
