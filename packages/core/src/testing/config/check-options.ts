import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'

/**
 * Checks options, for an adapter that reads a configuration before any test runs.
 *
 * @throws TypeError that names the place and the fix, as `openTestFile` would
 */
export function checkOptions(options: unknown, where: string): EgressOptions {
  const parsed = parseOptions(options, where)
  createPolicy(parsed, where)
  return parsed
}
