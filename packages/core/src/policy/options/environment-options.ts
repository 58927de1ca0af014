import { didYouMean } from '../usage/did-you-mean.ts'
import { usageError } from '../usage/usage-error.ts'
import { type EgressOptions, isRuleList } from './egress-options.ts'
import { parseOptions, readValue } from './parse-options.ts'

const KEYS: ReadonlyMap<string, string> = new Map([
  ['AGENTGUARD_ALLOW', 'allow'],
  ['AGENTGUARD_DENY', 'deny'],
  ['AGENTGUARD_MUTE', 'mute'],
  ['AGENTGUARD_MODE', 'mode'],
  ['AGENTGUARD_LOOPBACK', 'loopback'],
  ['AGENTGUARD_SUBPROCESS', 'subprocess'],
  ['AGENTGUARD_NATIVE', 'native'],
  ['AGENTGUARD_LATE', 'late'],
  ['AGENTGUARD_LATE_LIMIT', 'lateLimit'],
])

/** What the guard tells its own children; no option of the user's. */
const INTERNAL_PREFIX = 'AGENTGUARD_INTERNAL_'

/** The options in AGENTGUARD_ALLOW, _DENY, _MUTE (lists with commas), _MODE, _LOOPBACK, _SUBPROCESS, _NATIVE, _LATE and _LATE_LIMIT; any other AGENTGUARD_ variable is an error. */
export function optionsFromEnvironment(env: Readonly<Record<string, string | undefined>>): EgressOptions {
  const options: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('AGENTGUARD_') || name.startsWith(INTERNAL_PREFIX) || value === undefined) continue
    const key = KEYS.get(name)
    if (key === undefined) {
      throw usageError('the environment', `there is no variable '${name}'`, didYouMean(name, [...KEYS.keys()]))
    }
    options[key] = isRuleList(key) ? splitList(value) : readValue(key, value.trim())
  }
  return parseOptions(options, environment)
}

/** Names the environment in errors. */
export const environment = 'the environment (AGENTGUARD_*)'

/** What the environment says of the ends of test files. Runners read it too, so that one run can differ from the next without a change of the config. */
export function lateFromEnvironment({
  AGENTGUARD_LATE,
  AGENTGUARD_LATE_LIMIT,
}: Readonly<Record<string, string | undefined>>): EgressOptions {
  return optionsFromEnvironment({ AGENTGUARD_LATE, AGENTGUARD_LATE_LIMIT })
}

/** An empty variable is an empty list; an empty entry is left for the rule parser to reject. */
function splitList(value: string): readonly string[] {
  return value.trim() === '' ? [] : value.split(',').map((rule) => rule.trim())
}
