import { isAddress } from '../attempt/address.ts'
import type { Attempt } from '../attempt/attempt.ts'
import type { Allowlist } from '../rules/allowlist.ts'
import { type Circumstances, unknownCircumstances } from '../rules/terms.ts'
import type { Policy } from './policy.ts'

/** The rule that mutes an attempt. None for connections of native code, which were already made when the guard sees them. */
export function matchMuted({ mute, allow }: Policy, attempt: Attempt, now?: Circumstances): string | undefined {
  if (attempt.channel === 'native') return undefined
  const { program } = attempt
  const whole = matchFirst(mute, 'match', attempt, now)
  if (whole !== undefined || program?.foreign === undefined) return whole
  const named = program.foreign.map((file) => {
    const part = { ...attempt, program: { ...program, file } }
    return {
      muted: matchFirst(mute, 'match', part, now),
      isAllowed: matchFirst(allow, 'match', part, now) !== undefined,
    }
  })
  if (!named.every(({ muted, isAllowed }) => isAllowed || muted !== undefined)) return undefined
  return named.find(({ muted }) => muted !== undefined)?.muted
}

type Match = 'match' | 'matchDenied' | 'matchConnection'

/** The first rule of these lists that matches an attempt, with the given reading. */
export function matchFirst(
  lists: readonly Allowlist[],
  by: Match,
  attempt: Attempt,
  now?: Circumstances,
): string | undefined {
  for (const list of lists) {
    const rule = list[by](attempt, now)
    if (rule !== undefined) return rule
  }
  return undefined
}

/** The rule that would allow the attempt's host, if DNS had returned the address for it. */
export function matchUnvouched(lists: readonly Allowlist[], attempt: Attempt): string | undefined {
  const { host, address, names } = attempt
  if (host === undefined || address === undefined || names === undefined) return undefined
  // An address that code wrote needs no DNS answer.
  if (names.includes(host) || isAddress(host) !== 0) return undefined
  return matchFirst(lists, 'matchConnection', { ...attempt, names: [host] })
}

/** The `allow` or `mute` rule that would match if it had not expired. */
export function matchExpired(
  { allow, mute }: Policy,
  attempt: Attempt,
  now: Circumstances = unknownCircumstances,
): string | undefined {
  for (const list of [...allow, ...mute]) {
    const rule = list.matchExpired(attempt, now)
    if (rule !== undefined) return rule
  }
  return undefined
}
