import { findSender, type SenderQuery } from '../senders/find-sender.ts'
import type { Evidence } from '../record/evidence.ts'
import { isToLoopback } from './is-to-loopback.ts'

/** What sort of a decision a destination asks for, in the order in which they are usually made. */
export const destinationKinds = [
  'telemetry',
  'downloads',
  'cloud metadata',
  'this machine',
  'programs',
  'native code',
  'other hosts',
] as const

/** One of them. */
export type DestinationKind = (typeof destinationKinds)[number]

/** The kind of a destination, by what is known of its sender and otherwise by where it is. */
export function kindOfDestination(evidence: SenderQuery & Pick<Evidence, 'channel' | 'program'>): DestinationKind {
  const { channel, program, unixPath } = evidence
  const kind = findSender(evidence)?.kind
  if (kind !== undefined && kind !== 'this machine') return kind
  if (unixPath !== undefined || isToLoopback(evidence)) return 'this machine'
  if (program !== undefined || channel === 'child-process' || channel === 'worker') return 'programs'
  return channel === 'native' ? 'native code' : 'other hosts'
}
