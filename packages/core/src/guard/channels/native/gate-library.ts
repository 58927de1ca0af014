import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { Judge } from '../../capabilities/channel.ts'

/**
 * Judges the load of a native library, and notes it for whoever looks for what native code does.
 *
 * @throws EgressBlockedError where it may not be loaded
 */
export function gateLibrary(judge: Judge, path: string): void {
  const attempt: Attempt = { channel: 'native', addons: [path], raw: path }
  const operation = judge.begin(attempt)
  const error = judge.decide(attempt, operation)
  if (error) throw error
  judge.native.loading(path)
}
