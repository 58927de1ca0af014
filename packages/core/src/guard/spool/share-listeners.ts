import { writeFile } from '../node/original-fs.ts'
import type { BoundAt } from '../scope/bound-at.ts'
import type { OwnListeners } from '../scope/own-listeners.ts'
import { appendLine } from './append-line.ts'
import { followFile } from './growing-file.ts'
import { readBound, writeLine } from './spool-line.ts'
import { listenersPath } from './spool-paths.ts'

/** Whether a port of another process of the run in `directory` is a different port here, despite its number. */
export type IsElsewhere = (directory: string, bound: BoundAt) => boolean

/** Publishes the listeners here to the other processes of a run, and reads theirs. */
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
        // Then other processes treat it as a foreign server and report it.
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
