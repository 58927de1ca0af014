import { compareTexts } from '../evidence-file/compare-texts.ts'
import { createAllowlist } from '../policy/allowlist.ts'
import { parseRule } from '../policy/rule.ts'
import { widenDomains } from './widen-domains.ts'
import type { Wish } from './wish.ts'

/** One rule that is kept, with the wishes it grants. */
export interface KeptRule {
  readonly rule: string
  readonly grants: readonly Wish[]
}

/**
 * The rules that grant all wishes, none of which can be left out. The policy's own matcher says what a rule covers.
 *
 * Where two cover the same, the wider one stays: a host for its ports, a star for three of its subdomains.
 */
export function reduceRules(wishes: readonly Wish[]): readonly KeptRule[] {
  const narrow = [...new Set(wishes.map(({ rule }) => rule))]
  const candidates = [...narrow, ...widenDomains(narrow), ...widenPorts(narrow)]
  const covered = [...new Set(candidates)].map((rule) => ({ rule, grants: coverOf(rule, wishes) }))
  const narrowFirst = covered.toSorted((a, b) => widthOf(a.rule) - widthOf(b.rule) || compareTexts(b.rule, a.rule))
  const count = new Map(wishes.map((wish) => [wish, 0]))
  for (const { grants } of covered) for (const wish of grants) count.set(wish, (count.get(wish) ?? 0) + 1)
  const kept = narrowFirst.filter(({ grants }) => {
    if (grants.some((wish) => (count.get(wish) ?? 0) < 2)) return true
    for (const wish of grants) count.set(wish, (count.get(wish) ?? 0) - 1)
    return false
  })
  return kept.toSorted((a, b) => compareTexts(a.rule, b.rule))
}

function coverOf(rule: string, wishes: readonly Wish[]): readonly Wish[] {
  const list = createAllowlist([rule], 'a suggestion')
  return wishes.filter(({ attempt }) => list.match(attempt) !== undefined)
}

/** Several ports of this machine that the system chose will be others in the next run. */
function widenPorts(rules: readonly string[]): readonly string[] {
  const chosen = rules.filter((rule) => Number(/^localhost:(\d+)$/.exec(rule)?.[1] ?? 0) >= EPHEMERAL)
  return chosen.length > 1 ? ['localhost'] : []
}

const EPHEMERAL = 32_768

function widthOf(text: string): number {
  const rule = parseRule(text, 'a suggestion')
  if (rule.kind === 'exec') return rule.program.includes('/') ? 0 : 1
  if (rule.kind !== 'host') return 0
  return (rule.port === undefined ? 2 : 1) + (rule.host.kind === 'suffix' ? 2 : 0)
}
