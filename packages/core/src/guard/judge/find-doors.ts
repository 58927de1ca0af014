import { isLoopback, isAddress } from '../../policy/attempt/address.ts'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { allows } from '../../policy/precedence/precedence.ts'
import { type Circumstances, hasTerms } from '../../policy/rules/terms.ts'
import { today } from '../scope/circumstances.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { Place } from '../gateway/messages.ts'

/** Ports that most programs use. A connection to an open door needs no question first. */
const usual = [80, 443, 22, 5432, 3306, 6379, 27017, 9418, 8080, 8443]

/** The ports of a name that all policies allow, as far as they can be foreseen. */
export function portsOf(policies: readonly Policy[], name: string, addresses: readonly string[]): readonly number[] {
  const host = canonicalHost(name)
  const ports = [...new Set([...usual, ...policies.flatMap(endpointsOf).map(({ port }) => port)])]
  return ports.filter((port) =>
    addresses.some((address) => {
      const attempt = { channel: 'tcp', host, names: [host], address, port, raw: name } as const
      return policies.every((policy) => allows(policy, attempt, foreseen))
    }),
  )
}

/** The doors that a policy's rules require by address: on this machine those of `listening`, elsewhere those with a port. */
export function placesOf(policy: Policy, listening: readonly number[]): readonly Place[] {
  const named = endpointsOf(policy).filter(({ address }) => isAddress(address) !== 0 && !isLoopback(address))
  const local = listening.flatMap((port) => ['127.0.0.1', '::1'].map((address) => ({ address, port })))
  return [...named, ...local].filter(({ address, port }) =>
    allows(policy, { channel: 'tcp', host: address, address, port, raw: address }, foreseen),
  )
}

/** The caller is not known yet. A rule with `by` opens its door when a program asks for it. */
const foreseen: Circumstances = { packages: () => [], today }

/** Hosts and ports in the rules of a policy. */
function endpointsOf({ allow }: Policy): readonly Place[] {
  const inputs = allow.flatMap((list) => list.inputs)
  const rules = inputs.map((input) => (hasTerms(input) ? input.rule : input)).filter((rule) => typeof rule === 'string')
  return rules.flatMap((rule) => {
    const [, host, port] = /^(?:[A-Z]+ )?(?:https?:\/\/)?(\[[^\]]+\]|[^/:[\]\s]+):(\d+)/.exec(rule) ?? []
    return host === undefined ? [] : [{ address: canonicalHost(host), port: Number(port) }]
  })
}
