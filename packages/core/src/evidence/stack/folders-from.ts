import { dirname } from 'node:path'

/** A folder and those above it, nearest first. */
export function foldersFrom(folder: string): readonly string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersFrom(above)]
}
