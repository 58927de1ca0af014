import { dirname } from 'node:path'
import { environment, lateFromEnvironment } from '../../policy/options/environment-options.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import { configLevels, joinLevels } from '../config/level.ts'
import { readDocblock } from './docblock.ts'

/**
 * The policy of a test file: config files, the runner's config, environment and docblock. In a process that is guarded
 * as a whole, its denied and locked parts apply to the tests too.
 */
export function filePolicy(file: string, options: unknown, where: string, around: Policy | undefined): Policy {
  const levels = [
    ...configLevels(dirname(file), file),
    { name: where, options: parseOptions(options, where) },
    { name: environment, options: lateFromEnvironment(process.env) },
    { name: file, options: readDocblock(file) ?? {} },
  ]
  return joinLevels(levels, around)
}
