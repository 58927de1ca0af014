import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { createPolicy, extendPolicy, nestPolicy, type Policy } from '../../policy/precedence/policy.ts'
import { findConfigs } from './find-configs.ts'
import type { ConfigFile } from './parse-config.ts'

/** One source of options: a config, a docblock, flags. */
export interface Level {
  /** The name in texts: `the config of Vitest`, `test/a.test.ts`. */
  readonly name: string
  readonly options: EgressOptions
  /** Nests inside the levels before it, and does not add to them. */
  readonly isInner?: boolean
}

/** The policy that levels form together, outermost first. */
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
 * The levels of the config files in a folder and above it for a test file there, or for the folder, outermost first.
 * The nearest config applies as a whole. Of the others, only what they deny or lock applies.
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

/** The options of one config for a test file. Its lock also applies to the sections that add to it, so it comes with the last of them. */
export function sectionsFor({ sections }: ConfigFile, file?: string): readonly Level[] {
  const own = sections.filter(({ isFor }, index) => index === 0 || (file !== undefined && isFor(file)))
  const isLocked = own.findLast(({ options }) => options.locked !== undefined)?.options.locked
  return own.map(({ name, options }, index) => {
    const { locked, ...others } = options
    const isLast = index === own.length - 1 && isLocked !== undefined
    return { name, options: isLast ? { ...others, locked: isLocked } : locked === undefined ? options : others }
  })
}

/** What a config further up contributes. A locked one limits what may be allowed. */
function strictLevels(levels: readonly Level[]): readonly Level[] {
  const isLocked = levels.some(({ options }) => options.locked === true)
  if (!isLocked && levels.every(({ options }) => options.deny === undefined)) return []
  return levels.map(({ name, options: { deny, mode, ...rest } }, index) => ({
    name,
    options: { ...(isLocked && rest), ...(deny && { deny }), ...(mode && { mode }) },
    isInner: index === 0,
  }))
}
