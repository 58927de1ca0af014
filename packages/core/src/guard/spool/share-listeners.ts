import { writeFile } from '../node/original-fs.ts'
import type { BoundAt } from '../scope/bound-at.ts'
import type { OwnListeners } from '../scope/own-listeners.ts'
import { appendLine } from './append-line.ts'
import { followFile } from './growing-file.ts'
import { readBound, writeLine } from './spool-line.ts'
import { listenersPath } from './spool-paths.ts'

/** Says of a port of another process of the run in `directory` that the same number is another one here. */
export type IsElsewhere = (directory: string, bound: BoundAt) => boolean

/** Tells the other processes of a run of the listeners here, and learns of theirs. */
export function shareListeners(
  directory: string,
  listeners: OwnListeners,
  isElsewhere: IsElsewhere = () => false,
): void {
  const path = listenersPath(directory)
  writeFile(path, '', 'a')
  const file = followFile(path)
  listeners.share({
    publish: (bound) => {
      try {
        appendLine(path, writeLine(bound))
      } catch {
        // Then others take it for a stranger's, which nobody can miss.
      }
    },
    read: () => {
      const all = file.read().lines.map(readBound)
      return all.map((bound) =>
        bound && (bound.kind === 'path' || !isElsewhere(directory, bound)) ? bound : undefined,
      )
    },
  })
}
