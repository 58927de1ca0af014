import type { AttemptRecord } from '../file/evidence-file.ts'
import { connectedHosts } from './collect-files.ts'
import { lockedDestinations } from './locked-destinations.ts'
import type { Lock } from './lock.ts'

/** What says whether a lock lists the destination of an attempt in no test file, also where the attempt was blocked. */
export function isNewSince({ files, muted = [] }: Lock): (record: AttemptRecord) => boolean {
  const listed = [...files, ...muted].flatMap(({ destinations }) => destinations)
  const known = new Set(listed.map(({ destination }) => destination))
  const connected = connectedHosts(known)
  return (record) => {
    // As the lock would name it if it had been let through.
    const names = lockedDestinations(record.outcome === 'blocked' ? { ...record, outcome: 'audited' } : record)
    return names.length > 0 && names.every((name) => !known.has(name) && !connected.has(name))
  }
}
