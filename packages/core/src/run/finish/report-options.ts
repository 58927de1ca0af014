import { parseUnusedRules, type UnusedRules } from '../../policy/options/unused-rules.ts'
import { didYouMean } from '../../policy/usage/did-you-mean.ts'
import { describeValue, usageError } from '../../policy/usage/usage-error.ts'
import { findConfigs } from '../../testing/config/find-configs.ts'

/**
 * Which reports a run makes. A report is written to a file if its option is `true`, for the default path, or a path
 * relative to the root of the run.
 */
export interface ReportOptions {
  /** Prints a summary at the end of a run. Default: true. */
  readonly summary?: boolean
  /** Writes all evidence. Default path: `.agentguard/evidence.json`. */
  readonly json?: boolean | string
  /** Writes SARIF for code scanning. Default path: `.agentguard/evidence.sarif`. */
  readonly sarif?: boolean | string
  /** Writes one HTML page with search and filters. Default path: `.agentguard/evidence.html`. */
  readonly html?: boolean | string
  /** Writes annotations and a job summary for GitHub Actions. Default: `auto`, which means only there. */
  readonly github?: boolean | 'auto'
  /** Compares what is reached with the egress lock. Default path: `egress.lock.json`. */
  readonly lock?: boolean | string
  /** Also fails on entries of the lock that are no longer reached, where the lock is not written, as in CI. Default: false. */
  readonly failOnStale?: boolean
  /** Makes the runner's `-u` accept what is new in the egress lock. Otherwise only `agentguard lock --accept` does. Default: false. */
  readonly updateLock?: boolean
  /** Fails a run in which a test file ran without the guard. A `locked` config does the same. Default: false. */
  readonly requireGuard?: boolean
  /**
   * What to do about `allow` and `mute` rules that the run never used. Default: `warn` where `json`, `html` or `lock`
   * records what is allowed, otherwise `off`.
   */
  readonly unusedRules?: UnusedRules
  /** Adds violations to the runner's own report of each test, where the runner supports that. Default: false. */
  readonly junit?: boolean
}

/** The options with their paths, relative to the root of the run. */
export interface ReportPlan {
  readonly summary: boolean
  readonly json: string | undefined
  readonly sarif: string | undefined
  readonly html: string | undefined
  readonly github: boolean | 'auto'
  readonly lock: string | undefined
  readonly failOnStale: boolean
  readonly updateLock: boolean
  readonly requireGuard: boolean
  readonly unusedRules: UnusedRules | undefined
  readonly junit: boolean
}

export const usualPaths = {
  json: '.agentguard/evidence.json',
  sarif: '.agentguard/evidence.sarif',
  html: '.agentguard/evidence.html',
  lock: 'egress.lock.json',
} as const

const switches = ['summary', 'failOnStale', 'updateLock', 'requireGuard', 'junit'] as const

/** All options. */
const reportOptionNames: readonly string[] = [...switches, 'github', 'unusedRules', ...Object.keys(usualPaths)]

/**
 * Parses the report options in an unknown value.
 *
 * @param where the place that the value comes from, for error texts
 * @param without options that this runner does not support
 * @throws TypeError that names the option, the place and the fix
 */
export function parseReportOptions(input: unknown, where: string, without: readonly string[] = []): ReportPlan {
  if (!isRecord(input)) {
    throw usageError(where, `the options are ${describeValue(input)}`, 'Write an object such as { json: true }')
  }
  const known = reportOptionNames.filter((name) => !without.includes(name))
  const unknown = Object.keys(input).find((key) => !known.includes(key))
  if (unknown !== undefined) throw usageError(where, `there is no option '${unknown}'`, didYouMean(unknown, known))
  const path = (key: keyof typeof usualPaths): string | undefined => parsePath(input[key], key, where)
  return {
    summary: parseSwitch(input['summary'], 'summary', where) ?? true,
    json: path('json'),
    sarif: path('sarif'),
    html: path('html'),
    github: parseGithub(input['github'], where),
    lock: path('lock'),
    failOnStale: parseSwitch(input['failOnStale'], 'failOnStale', where) ?? false,
    updateLock: parseSwitch(input['updateLock'], 'updateLock', where) ?? false,
    requireGuard: parseSwitch(input['requireGuard'], 'requireGuard', where) ?? false,
    unusedRules: parseUnusedRules(input['unusedRules'], where),
    junit: parseSwitch(input['junit'], 'junit', where) ?? false,
  }
}

/** Whether a plan needs allowed attempts too, for a list of all destinations. */
export function wantsAllowed({ json, html, lock, unusedRules }: ReportPlan): boolean {
  return [json, html, lock].some((path) => path !== undefined) || (unusedRules ?? 'off') !== 'off'
}

/** Adds the report options of the config that is nearest to the root of the run. */
export function withConfig(plan: ReportPlan, root: string): ReportPlan {
  const unusedRules = plan.unusedRules ?? findConfigs(root)[0]?.unusedRules
  return unusedRules === plan.unusedRules ? plan : { ...plan, unusedRules }
}

function parsePath(value: unknown, key: keyof typeof usualPaths, where: string): string | undefined {
  if (value === undefined || value === false) return undefined
  if (value === true) return usualPaths[key]
  if (typeof value === 'string' && value.trim() !== '') return value
  throw usageError(
    `${key} in ${where}`,
    `${describeValue(value)} is not a path`,
    'Write true for the usual place, or a path',
  )
}

function parseSwitch(value: unknown, key: string, where: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw usageError(`${key} in ${where}`, `${describeValue(value)} is not a boolean`, 'Write true or false')
}

function parseGithub(value: unknown, where: string): boolean | 'auto' {
  if (value === undefined || value === 'auto') return 'auto'
  if (typeof value === 'boolean') return value
  throw usageError(
    `github in ${where}`,
    `${describeValue(value)} is not a value of github`,
    "Write true, false or 'auto'",
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
