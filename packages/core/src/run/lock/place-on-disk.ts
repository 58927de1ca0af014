import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootInRepository } from '../file/root-in-repository.ts'
import type { LockPlace } from './lock.ts'

/**
 * The place of a lock, from its absolute path.
 *
 * @param base the root of the run, which paths are relative to outside of a repository
 */
export function placeOnDisk(path: string, base: string): LockPlace {
  const folder = dirname(path)
  return {
    root: rootInRepository(folder),
    exists: (file) => [folder, base].some((start) => existsSync(join(start, file))),
  }
}
