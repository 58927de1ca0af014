import { type Allowlist, createAllowlist } from './allowlist.ts'
import type { RuleInput } from './rule-input.ts'

/** Lists by their text. Tests repeat them, and each open scope would keep one of its own. */
const shared = new Map<string, Allowlist>()

/** How many lists are kept, and how many rules a kept list has at most. */
const limit = { lists: 100, rules: 100 }

/** Returns an earlier list of the same text, or creates one. A rule that is not text may change its answer, so its list is not shared. */
export function sharedAllowlist(...[inputs, ...place]: Parameters<typeof createAllowlist>): Allowlist {
  if (inputs.length > limit.rules || !inputs.every(isText)) return createAllowlist(inputs, ...place)
  // With its length before each rule, no two lists have the same text. A program may change what JSON does with arrays.
  const text = inputs.map((rule) => `${rule.length} ${rule}`).join('\n')
  const known = shared.get(text)
  if (known) return known
  // The caller may change its own list.
  const list = createAllowlist([...inputs], ...place)
  if (shared.size >= limit.lists) shared.clear()
  shared.set(text, list)
  return list
}

function isText(input: RuleInput): input is string {
  return typeof input === 'string'
}
