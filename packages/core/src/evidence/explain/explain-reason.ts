import type { Evidence } from '../record/evidence.ts'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'
import { findSender } from '../senders/find-sender.ts'

/** Why an attempt was blocked, unless simply no rule allows it, and what it probably meant to reach. */
export function explainReason(evidence: Evidence): string | undefined {
  const service = findSender(evidence)?.what
  const reason = evidence.outcome === 'muted' ? mutedText(evidence) : reasonText(evidence)
  const parts = [reason, service === undefined ? undefined : `probably ${service}`, afterTheFact(evidence)]
  return parts.filter((part) => part !== undefined).join('; ') || undefined
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
  return `${port === 53 ? 'a DNS lookup, ' : ''}seen in the kernel after the fact: agentguard cannot stop native code`
}

const REASONS: Readonly<Partial<Record<BlockReason, (evidence: Evidence) => string>>> = {
  denied: ({ rule }) =>
    rule === undefined ? 'denied' : `denied by ${rule}: no allow rule overrides it, so change the deny rule`,
  locked: () => 'the config is locked and does not allow it: allow it in that config',
  'loopback-not-own': () => 'a loopback address where no server of the tests listens',
  'loopback-none': () => "loopback is 'none': servers of this process count too",
  'address-not-from-dns': ({ address, host }) =>
    `a custom lookup returned ${address ?? 'an address'}, which DNS did not return for ${host ?? 'its name'}`,
  'program-not-allowed': () =>
    'agentguard cannot inspect this program, and it may use the network: allow it with an exec: rule',
  'program-tried': ({ rule }) => `it tried to leave its network namespace: ${rule ?? 'the kernel stopped it'}`,
  'native-not-allowed': () => "native: 'block' keeps addons from loading, since agentguard cannot see what they do",
  'cannot-guard': ({ rule }) => `it cannot be guarded: ${rule ?? 'the reason is unknown'}`,
  'rule-expired': ({ rule }) => `the rule ${rule ?? 'for it'} has expired: renew its until, or remove the rule`,
  'request-not-allowed': ({ rule }) =>
    rule === undefined ? 'no rule covers its method and path' : `its method or path is not covered by ${rule}`,
}
