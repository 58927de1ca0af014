import { environment, lateFromEnvironment } from '../../policy/options/environment-options.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'
import { createPolicy, extendPolicy, nestPolicy, type Policy } from '../../policy/precedence/policy.ts'
import { readDocblock } from './docblock.ts'

/** The policy of a test file: config, environment and docblock. In a process that is guarded as a whole, what is denied or locked there holds for its tests too. */
export function filePolicy(file: string, options: unknown, where: string, around: Policy | undefined): Policy {
  const parsed = parseOptions(options, where)
  const inConfig = around ? nestPolicy(around, parsed, where) : createPolicy(parsed, where)
  const configured = extendPolicy(inConfig, lateFromEnvironment(process.env), environment)
  const docblock = readDocblock(file)
  return docblock ? extendPolicy(configured, docblock, file) : configured
}
