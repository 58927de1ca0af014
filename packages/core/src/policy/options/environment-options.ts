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

/** Variables with which the guard configures its own children. They are not options of the user. */
const INTERNAL_PREFIX = 'AGENTGUARD_INTERNAL_'

/**
 * The options in AGENTGUARD_ALLOW, _DENY, _MUTE (comma-separated lists), _MODE, _LOOPBACK, _SUBPROCESS, _NATIVE, _LATE
 * and _LATE_LIMIT. Any other AGENTGUARD_ variable is an error.
 */
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

/** The name of the environment in errors. */
export const environment = 'the environment (AGENTGUARD_*)'

/**
 * The options in the environment for the end of test files. Runners read them too, so that one run can differ from the
 * next without a change of the config.
 */
export function lateFromEnvironment({
  AGENTGUARD_LATE,
  AGENTGUARD_LATE_LIMIT,
}: Readonly<Record<string, string | undefined>>): EgressOptions {
  return optionsFromEnvironment({ AGENTGUARD_LATE, AGENTGUARD_LATE_LIMIT })
}

/** An empty variable is an empty list. The rule parser rejects an empty entry. */
function splitList(value: string): readonly string[] {
  return value.trim() === '' ? [] : value.split(',').map((rule) => rule.trim())
}
