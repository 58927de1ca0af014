import type { Attempt } from '../../../policy/attempt/attempt.ts'

/**
 * A target as it is judged behind a proxy.
 *
 * A proxy of the tests answers itself, or makes connections that are judged then. Its targets need no rule, and only a
 * `deny` rule blocks them.
 */
export function behindProxy(target: Attempt, isOwnProxy: boolean): Attempt {
  return isOwnProxy ? { ...target, own: true } : target
}
