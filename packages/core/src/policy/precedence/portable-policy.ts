import { types } from 'node:util'
import type { EgressOptions } from '../options/egress-options.ts'
import { hasTerms } from '../rules/terms.ts'
import type { PlainRule, RuleInput, RuleWithTerms } from '../rules/rule-input.ts'
import type { Allowlist } from '../rules/allowlist.ts'
import { createPolicy, nestPolicy, type Policy } from './policy.ts'

/** A policy as plain JSON, for a worker thread or a child process. One entry for each level, outermost first. */
export type PortablePolicy = readonly PortableLevel[]

interface PortableLevel extends Omit<EgressOptions, 'allow' | 'deny' | 'mute'> {
  readonly allow: readonly PortableRule[]
  readonly deny: readonly PortableRule[]
  readonly mute: readonly PortableRule[]
}

type PortablePlain = string | { readonly source: string; readonly flags: string }

type PortableRule = PortablePlain | (Omit<RuleWithTerms, 'rule'> & { readonly rule: PortablePlain })

/**
 * Converts a policy to JSON.
 *
 * A function cannot be sent to another process. In `allow` and `mute` it is left out, which only narrows the policy.
 *
 * @returns `undefined` where `deny` contains a function, since leaving it out would widen the policy
 */
export function toPortable(policy: Policy): PortablePolicy | undefined {
  const levels = levelsOf(policy)
  if (levels.some(({ deny }) => inputsOf(deny).some((rule) => typeof rule === 'function'))) return undefined
  return levels.map(({ mode, loopback, locked, subprocess, native, late, lateLimit, allow, deny, mute }) => ({
    mode,
    loopback,
    locked,
    subprocess,
    native,
    late,
    lateLimit,
    allow: inputsOf(allow).flatMap(toPortableRule),
    deny: inputsOf(deny).flatMap(toPortableRule),
    mute: inputsOf(mute).flatMap(toPortableRule),
  }))
}

/** Restores a policy that `toPortable` converted. */
export function fromPortable(levels: PortablePolicy, where: string): Policy {
  const [first = { allow: [], deny: [], mute: [] }, ...inner] = levels.map((level) => ({
    ...level,
    allow: level.allow.map(fromPortableRule),
    deny: level.deny.map(fromPortableRule),
    mute: level.mute.map(fromPortableRule),
  }))
  return inner.reduce((outer, options) => nestPolicy(outer, options, where), createPolicy(first, where))
}

function levelsOf(policy: Policy): readonly Policy[] {
  return policy.outer ? [...levelsOf(policy.outer), policy] : [policy]
}

function inputsOf(lists: readonly Allowlist[]): readonly RuleInput[] {
  return lists.flatMap(({ inputs }) => inputs)
}

function toPortableRule(input: RuleInput): PortableRule[] {
  if (!hasTerms(input)) return toPortablePlain(input)
  const { rule, ...terms } = input
  return toPortablePlain(rule).map((plain) => ({ rule: plain, ...terms }))
}

function toPortablePlain(rule: PlainRule): PortablePlain[] {
  if (typeof rule === 'function') return []
  return [types.isRegExp(rule) ? { source: rule.source, flags: rule.flags } : rule]
}

function fromPortableRule(input: PortableRule): RuleInput {
  if (typeof input === 'string' || !('rule' in input)) return fromPortablePlain(input)
  return { ...input, rule: fromPortablePlain(input.rule) }
}

function fromPortablePlain(rule: PortablePlain): PlainRule {
  return typeof rule === 'string' ? rule : new RegExp(rule.source, rule.flags)
}
