import type { Evidence } from '../record/evidence.ts'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'
import { findSender } from '../senders/find-sender.ts'

/** Why an attempt was blocked, unless simply no rule allows it, and what it probably meant to reach. */
export function explainReason(evidence: Evidence): string | undefined {
  const service = findSender(evidence)?.what
  const reason = evidence.outcome === 'muted' ? mutedText(evidence) : reasonText(evidence)
  const parts = [reason, service === undefined ? undefined : `probably ${service}`, afterTheFact(evidence)]
  return parts.filter((part) => part !== undefined).join(', ') || undefined
}

function reasonText(evidence: Evidence): string | undefined {
  return evidence.reason === undefined ? undefined : REASONS[evidence.reason]?.(evidence)
}

function mutedText({ rule }: Evidence): string {
  return `muted by ${rule ?? 'a rule'}: it stays blocked, and fails nothing`
}

/** Says where a blocked attempt was seen too late to block it. */
function afterTheFact({ channel, host, port }: Evidence): string | undefined {
  if (channel !== 'native' || host === undefined) return undefined
  return `${port === 53 ? 'a DNS look-up, ' : ''}seen in the kernel after the fact: nothing here can stop native code`
}

const REASONS: Readonly<Partial<Record<BlockReason, (evidence: Evidence) => string>>> = {
  denied: ({ rule }) =>
    rule === undefined ? 'denied' : `denied by ${rule}: no allow rule wins over that, change the deny rule`,
  locked: () => 'the config is locked and does not allow it: only a change there can',
  'loopback-not-own': () => 'a loopback address where no server of the tests listens',
  'loopback-none': () => "loopback is 'none': servers of this process count too",
  'address-not-from-dns': ({ address, host }) =>
    `a custom lookup gave ${address ?? 'an address'}, which DNS did not give for ${host ?? 'its name'}`,
  'program-not-allowed': () => 'a program that the guard cannot see into might reach out; tests may name it',
  'program-tried': ({ rule }) => `it tried to leave its network namespace: ${rule ?? 'the kernel stopped it'}`,
  'native-not-allowed': () => "native: 'block' keeps addons from loading, since nothing sees what they do",
  'cannot-guard': ({ rule }) => `it cannot be guarded: ${rule ?? 'the reason is unknown'}`,
  'rule-expired': ({ rule }) => `the rule ${rule ?? 'for it'} has expired: renew its until, or take the rule away`,
  'request-not-allowed': ({ rule }) =>
    rule === undefined ? 'no rule covers its method and path' : `its method or path is not covered by ${rule}`,
}
