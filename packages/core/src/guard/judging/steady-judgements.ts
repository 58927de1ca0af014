import type { Attempt, ChannelName } from '../../policy/attempt/attempt.ts'
import type { Scope } from '../scope/scope.ts'
import type { Judgement } from './judgement.ts'

type Kept = WeakMap<Scope, Map<ChannelName, Judgement>>

/**
 * The last judgement of each channel that stays true as long as its policy: code often repeats a destination. An operation
 * is judged before its address is known, and again with it.
 */
const before: Kept = new WeakMap()
const withAddress: Kept = new WeakMap()

/** The judgement on the same destination under the same policy, if that cannot have changed since. */
export function steadyJudgement(scope: Scope, asked: Attempt): Judgement | undefined {
  const last = keptFor(asked).get(scope)?.get(asked.channel)
  return last !== undefined && last.policy === scope.policy && isSame(last.asked, asked) ? last : undefined
}

/** Keeps a judgement that only the policy could change. Whether a server of the tests listens somewhere changes on its own. */
export function keepSteady(scope: Scope, judgement: Judgement): void {
  const { asked, attempt, policy, verdict, isRecorded } = judgement
  if (!policy.isSteady || isRecorded || verdict.outcome !== 'allow') return
  if (attempt.own === true || attempt.host === undefined || attempt.program !== undefined) return
  const kept = keptFor(asked)
  const channels = kept.get(scope) ?? new Map<ChannelName, Judgement>()
  kept.set(scope, channels.set(asked.channel, judgement))
}

function keptFor({ address }: Attempt): Kept {
  return address === undefined ? before : withAddress
}

function isSame(last: Attempt, asked: Attempt): boolean {
  return (
    last.host === asked.host &&
    last.port === asked.port &&
    last.address === asked.address &&
    last.own === asked.own &&
    last.method === asked.method &&
    last.proxy === asked.proxy &&
    last.unixPath === asked.unixPath &&
    isSameUrl(last, asked)
  )
}

function isSameUrl({ url: last }: Attempt, { url: asked }: Attempt): boolean {
  if (last === asked) return true
  if (last === undefined || asked === undefined) return false
  return (
    last.path === asked.path &&
    last.sent === asked.sent &&
    last.scheme === asked.scheme &&
    last.host === asked.host &&
    last.port === asked.port
  )
}
