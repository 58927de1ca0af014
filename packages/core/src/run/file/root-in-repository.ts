import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { portablePath } from './portable-path.ts'

/** Where a project is in its repository, whose root is the nearest folder above it with a `.git`. */
export function rootInRepository(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder === root ? '' : portablePath(root, folder)
    if (folder === dirname(folder)) return ''
  }
}
