import { findSender, type SenderQuery } from '../senders/find-sender.ts'
import type { Evidence } from '../record/evidence.ts'
import { isToLoopback } from './is-to-loopback.ts'

/** The kinds of destinations, each of which asks for a different decision, in the usual order of decisions. */
export const destinationKinds = [
  'telemetry',
  'downloads',
  'cloud metadata',
  'this machine',
  'programs',
  'native code',
  'other hosts',
] as const

/** The kind of a destination. */
export type DestinationKind = (typeof destinationKinds)[number]

/** The kind of a destination, from its known sender or else from its host. */
export function kindOfDestination(evidence: SenderQuery & Pick<Evidence, 'channel' | 'program'>): DestinationKind {
  const { channel, program, unixPath } = evidence
  const kind = findSender(evidence)?.kind
  if (kind !== undefined && kind !== 'this machine') return kind
  if (unixPath !== undefined || isToLoopback(evidence)) return 'this machine'
  if (program !== undefined || channel === 'child-process' || channel === 'worker') return 'programs'
  return channel === 'native' ? 'native code' : 'other hosts'
}
