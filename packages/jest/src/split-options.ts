import { didYouMean, nearest, optionNames, usageError } from '@agentguard/core/internal'

/** What jest-environment-node reads itself. It would make a global of anything else. */
const nodeOptions: readonly string[] = ['customExportConditions', 'globalsCleanup']
/** Where Jest's config holds the options of an environment. */
export const optionsPlace = 'testEnvironmentOptions'

/** `testEnvironmentOptions`, told apart: Jest gives one object to the guard and to the environment below it. */
export interface SplitOptions {
  readonly guard: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, unknown>>
}

/**
 * Tells the guard's options from those of the environment.
 *
 * @throws TypeError for what can be neither. Of an environment whose options we cannot know, that is what looks like a slip of
 *   the pen in one of ours: `alow` must not pass as an option of jsdom.
 */
export function splitOptions(
  options: Readonly<Record<string, unknown>>,
  isNode: boolean,
  where: string = optionsPlace,
): SplitOptions {
  const guard: Record<string, unknown> = {}
  const environment: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(options)) {
    if (key === 'base') throw usageError(where, 'base has no effect here', onlyOneBase)
    if (optionNames.includes(key)) guard[key] = value
    else if (isNode ? nodeOptions.includes(key) : nearest(key, optionNames) === undefined) environment[key] = value
    else
      throw usageError(where, `there is no option '${key}'`, didYouMean(key, [...optionNames, 'base', ...nodeOptions]))
  }
  return { guard, environment }
}

const onlyOneBase = "This environment has one already: remove the option, or set testEnvironment: 'agentguard'"
