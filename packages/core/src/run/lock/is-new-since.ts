import type { AttemptRecord } from '../file/evidence-file.ts'
import { connectedHosts } from './collect-files.ts'
import { lockedDestinations } from './locked-destinations.ts'
import type { Lock } from './lock.ts'

/**
 * Returns a function that reports whether no test file in the lock lists the destination of an attempt. Blocked
 * attempts count too.
 *
 * @param lock the committed lock
 */
export function isNewSince({ files, muted = [] }: Lock): (record: AttemptRecord) => boolean {
  const listed = [...files, ...muted].flatMap(({ destinations }) => destinations)
  const known = new Set(listed.map(({ destination }) => destination))
  const connected = connectedHosts(known)
  return (record) => {
    // The names that the lock would use if the attempt had been let through.
    const names = lockedDestinations(record.outcome === 'blocked' ? { ...record, outcome: 'audited' } : record)
    return names.length > 0 && names.every((name) => !known.has(name) && !connected.has(name))
  }
}
