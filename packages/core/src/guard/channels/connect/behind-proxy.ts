import type { Attempt } from '../../../policy/attempt/attempt.ts'

/**
 * A target as it is judged behind a proxy.
 *
 * A proxy of the tests answers by itself, or makes connections that are judged when it does: what is asked of it needs no rule, and
 * only a `deny` rule stops it.
 */
export function behindProxy(target: Attempt, isOwnProxy: boolean): Attempt {
  return isOwnProxy ? { ...target, own: true } : target
}
