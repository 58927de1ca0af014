import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { Needs } from '../../capabilities/channel.ts'

/** What judging the load of a library needs. */
export type LibraryNeeds = Needs<'ownership' | 'decide' | 'nativeNotes'>

/**
 * Judges the load of a native library, and notes it for the witness of native code.
 *
 * @throws EgressBlockedError where it may not be loaded
 */
export function gateLibrary({ ownership, decide, nativeNotes }: LibraryNeeds, path: string): void {
  const attempt: Attempt = { channel: 'native', addons: [path], raw: path }
  const operation = ownership.begin(attempt)
  const error = decide(attempt, operation)
  if (error) throw error
  nativeNotes.loading(path)
}
