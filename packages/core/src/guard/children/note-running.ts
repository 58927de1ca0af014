import type { Engine } from '../engine/engine.ts'
import { findOwner } from '../judging/find-owner.ts'
import type { Scope } from '../scope/scope.ts'
import { runningPath, writeRunning } from '../spool/running-file.ts'
import { isInGateway } from './find-gateway.ts'

/** Notes which test of a file runs. */
export interface RunningNotes {
  /** Call it when a test has begun or ended. */
  changed(): void
  /** Call it when the file is over. */
  end(): void
}

/**
 * Notes which test of a file runs, for the judge of a run that is in the namespace as a whole. The judge knows attempts
 * of native code and unguarded programs only by their process. Elsewhere this does nothing.
 */
export function noteRunning({ joined, spool }: Engine, file: Scope): RunningNotes {
  if (!joined || !spool || !isInGateway(spool.directory)) return { changed: () => {}, end: () => {} }
  const path = runningPath(spool.directory)
  const write = (): void => {
    const { scope, phase, began, candidates } = findOwner({ scope: file, phase: 'run' })
    const ticket = spool.ticketFor(scope)
    writeRunning(path, ticket === undefined ? undefined : { ticket, stack: '', phase, began, candidates })
  }
  write()
  return { changed: write, end: () => writeRunning(path, undefined) }
}
