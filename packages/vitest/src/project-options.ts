import type { EgressOptions, RuleInput } from '@agentguard/core'
import { checkOptions, ruleLists, rulesOf, usageError } from '@agentguard/core/internal'

const place = 'agentguard() in the Vitest config'

/**
 * Checks options, and returns them in a form that a worker can receive, without functions.
 *
 * @throws TypeError that names the option and the fix
 */
export function portableOptions(options: unknown): EgressOptions {
  const checked = checkOptions(options, place)
  for (const key of ruleLists) {
    const index = rulesOf(checked[key]).findIndex((rule) => typeof plainRule(rule) === 'function')
    if (index >= 0) {
      throw usageError(
        `${key}[${index}] in ${place}`,
        'a function cannot be sent to the processes that run the tests',
        'Write a string or a RegExp here, or call allowEgress() of @agentguard/core in the test',
      )
    }
  }
  return checked
}

/** Merges the options of two plugins of one project. Rules add up, and of other options the later one wins. */
export function mergeOptions(before: EgressOptions | undefined, added: EgressOptions): EgressOptions {
  if (before === undefined) return added
  if (before.locked === true && widens(before, added)) {
    throw usageError(place, 'a config that this one extends is locked', 'Widen it there, or remove `locked`')
  }
  const lists = ruleLists.filter((list) => (added[list] ?? before[list]) !== undefined)
  return {
    ...before,
    ...added,
    ...Object.fromEntries(lists.map((list) => [list, [...rulesOf(before[list]), ...rulesOf(added[list])]])),
    ...(before.locked === true && { locked: true }),
  }
}

function widens(before: EgressOptions, { allow, mute, mode, loopback, late, lateLimit }: EgressOptions): boolean {
  if (rulesOf(allow).length + rulesOf(mute).length > 0 || (mode ?? 'block') !== 'block' || loopback === 'any')
    return true
  return (before.late === 'flush' && late === 'wait') || (lateLimit ?? Infinity) < (before.lateLimit ?? 0)
}

function plainRule(rule: RuleInput): unknown {
  return typeof rule === 'object' && 'rule' in rule ? rule.rule : rule
}
