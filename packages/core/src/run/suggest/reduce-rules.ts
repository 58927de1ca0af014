import { compareTexts } from '../file/compare-texts.ts'
import { createAllowlist } from '../../policy/rules/allowlist.ts'
import { parseRule, type Rule } from '../../policy/rules/rule.ts'
import { widenDomains } from './widen-domains.ts'
import type { Wish } from './wish.ts'

/** A rule that is kept, with the wishes that it fulfils. */
export interface KeptRule {
  readonly rule: string
  readonly grants: readonly Wish[]
}

/**
 * The smallest set of rules that fulfils all wishes, according to the policy's own matcher.
 *
 * If two rules cover the same, the wider one stays: a host for its ports, and a star for three of its subdomains. With
 * `named`, each host is named.
 */
export function reduceRules(wishes: readonly Wish[], hosts: 'widened' | 'named' = 'widened'): readonly KeptRule[] {
  const kinds = kindsOf(wishes)
  const narrow = [...new Set(kinds.map(([{ rule }]) => rule))]
  const candidates = [...narrow, ...(hosts === 'named' ? [] : widenDomains(narrow)), ...widenPorts(narrow)]
  const byHost = indexByHost(kinds)
  const covered = [...new Set(candidates)].map((rule) => ({ rule, covers: coverOf(rule, kinds, byHost) }))
  const narrowFirst = covered.toSorted((a, b) => widthOf(a.rule) - widthOf(b.rule) || compareTexts(b.rule, a.rule))
  const count = new Map<Kind, number>()
  for (const kind of covered.flatMap(({ covers }) => covers)) count.set(kind, (count.get(kind) ?? 0) + 1)
  const kept = narrowFirst.filter(({ covers }) => {
    if (covers.some((kind) => (count.get(kind) ?? 0) < 2)) return true
    for (const kind of covers) count.set(kind, (count.get(kind) ?? 0) - 1)
    return false
  })
  return kept
    .map(({ rule, covers }) => ({ rule, grants: covers.flat() }))
    .toSorted((a, b) => compareTexts(a.rule, b.rule))
}

/** Wishes that need the same rules, since thousands of tests may reach one telemetry host. */
type Kind = readonly [Wish, ...Wish[]]

function kindsOf(wishes: readonly Wish[]): readonly Kind[] {
  const kinds = new Map<string, [Wish, ...Wish[]]>()
  for (const wish of wishes) {
    const key = JSON.stringify([wish.rule, wish.attempt])
    const kind = kinds.get(key)
    if (kind === undefined) kinds.set(key, [wish])
    else kind.push(wish)
  }
  return [...kinds.values()]
}

/** The wishes that one host's rule could fulfil. The matcher decides. */
function indexByHost(kinds: readonly Kind[]): ReadonlyMap<string, readonly Kind[]> {
  const byHost = new Map<string, Kind[]>()
  for (const kind of kinds) {
    const { host, address, names = [] } = kind[0].attempt
    for (const spelling of new Set([host, address, ...names])) {
      if (spelling === undefined) continue
      const known = byHost.get(spelling)
      if (known === undefined) byHost.set(spelling, [kind])
      else known.push(kind)
    }
  }
  return byHost
}

function coverOf(text: string, kinds: readonly Kind[], byHost: ReadonlyMap<string, readonly Kind[]>): readonly Kind[] {
  const list = createAllowlist([text], 'a suggestion')
  const host = onlyHost(parseRule(text, 'a suggestion'))
  const pool = host === undefined ? kinds : (byHost.get(host) ?? [])
  return pool.filter(([{ attempt }]) => list.match(attempt) !== undefined)
}

function onlyHost(rule: Rule): string | undefined {
  if (rule.kind !== 'host' || rule.host.kind === 'suffix' || rule.host.kind === 'loopback') return undefined
  return rule.host.host
}

/** If the system chose several ports of this machine, it will choose others in the next run. */
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
