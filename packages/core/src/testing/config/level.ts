import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { createPolicy, extendPolicy, nestPolicy, type Policy } from '../../policy/precedence/policy.ts'
import { findConfigs } from './find-configs.ts'
import type { ConfigFile } from './parse-config.ts'

/** One source of options: a config, a docblock, flags. */
export interface Level {
  /** As a text names it: `the config of Vitest`, `test/a.test.ts`. */
  readonly name: string
  readonly options: EgressOptions
  /** It decides for itself inside the levels before it, rather than adding to them. */
  readonly isInner?: boolean
}

/** The policy that levels make together, outermost first. */
export function joinLevels(levels: readonly Level[], around?: Policy): Policy {
  const [first = { name: 'the defaults', options: {} }, ...others] = levels
  const { options, name } = first
  const start = around ? nestPolicy(around, options, name) : createPolicy(options, name)
  return others.reduce(
    (before, level) => (level.isInner === true ? nestPolicy : extendPolicy)(before, level.options, level.name),
    start,
  )
}

/**
 * What the config files in a folder and above it say of a test file there, or of no file but the folder, outermost first: all of the nearest, and of the others what they deny or lock.
 *
 * @throws TypeError that names the file and the fix
 */
export function configLevels(folder: string, file?: string): readonly Level[] {
  const [nearest, ...others] = findConfigs(folder)
  if (nearest === undefined) return []
  const around = others.toReversed().flatMap((config) => strictLevels(sectionsFor(config, file)))
  const own = sectionsFor(nearest, file)
  return [
    ...around,
    ...own.map((level, index) => (index === 0 && around.length > 0 ? { ...level, isInner: true } : level)),
  ]
}

/** The options of one config for a test file. Its lock is for those that add to it, so it comes with the last of them. */
export function sectionsFor({ sections }: ConfigFile, file?: string): readonly Level[] {
  const own = sections.filter(({ isFor }, index) => index === 0 || (file !== undefined && isFor(file)))
  const isLocked = own.findLast(({ options }) => options.locked !== undefined)?.options.locked
  return own.map(({ name, options }, index) => {
    const { locked, ...others } = options
    const isLast = index === own.length - 1 && isLocked !== undefined
    return { name, options: isLast ? { ...others, locked: isLocked } : locked === undefined ? options : others }
  })
}

/** What a config further up has to say. One that is locked says how much is allowed at most. */
function strictLevels(levels: readonly Level[]): readonly Level[] {
  const isLocked = levels.some(({ options }) => options.locked === true)
  if (!isLocked && levels.every(({ options }) => options.deny === undefined)) return []
  return levels.map(({ name, options: { deny, mode, ...rest } }, index) => ({
    name,
    options: { ...(isLocked && rest), ...(deny && { deny }), ...(mode && { mode }) },
    isInner: index === 0,
  }))
}
