import { didYouMean, nearest, optionNames, usageError } from '@agentguard/core/internal'

/** The options that jest-environment-node reads. It turns all others into globals. */
const nodeOptions: readonly string[] = ['customExportConditions', 'globalsCleanup']
/** The option of Jest's config that holds those of an environment. */
export const optionsPlace = 'testEnvironmentOptions'

/** `testEnvironmentOptions`, split. Jest passes one object for the guard and for the environment below it. */
export interface SplitOptions {
  readonly guard: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, unknown>>
}

/**
 * Splits the guard's options from those of the environment.
 *
 * @throws TypeError for an option of neither. For an environment with unknown options, only for what looks like a typo
 * of one of ours: `alow` must not pass as an option of jsdom.
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
    // Tools that wrap Jest, such as dd-trace, pass their own data in the options. No option of an environment begins so.
    else if (key.startsWith('_')) environment[key] = value
    else if (isNode ? nodeOptions.includes(key) : nearest(key, optionNames) === undefined) environment[key] = value
    else
      throw usageError(where, `there is no option '${key}'`, didYouMean(key, [...optionNames, 'base', ...nodeOptions]))
  }
  return { guard, environment }
}

const onlyOneBase = "This environment has one already: remove the option, or set testEnvironment: 'agentguard'"
