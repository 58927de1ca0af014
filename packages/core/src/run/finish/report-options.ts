import { parseUnusedRules, type UnusedRules } from '../../policy/options/unused-rules.ts'
import { didYouMean } from '../../policy/usage/did-you-mean.ts'
import { describeValue, usageError } from '../../policy/usage/usage-error.ts'
import { findConfigs } from '../../testing/config/find-configs.ts'

/** What a reporter makes of a run. A file is written where its option is `true`, which stands for the usual place, or a path. */
export interface ReportOptions {
  /** The short text at the end of a run; on unless it is `false`. */
  readonly summary?: boolean
  /** All evidence: `.agentguard/evidence.json`. */
  readonly json?: boolean | string
  /** For code scanning: `.agentguard/evidence.sarif`. */
  readonly sarif?: boolean | string
  /** One page to look at, with search and filters: `.agentguard/evidence.html`. */
  readonly html?: boolean | string
  /** Annotations and the summary of the job; `auto`, the default, means where GitHub Actions runs. */
  readonly github?: boolean | 'auto'
  /** Holds what is reached against the egress lock: `egress.lock.json`. */
  readonly lock?: boolean | string
  /** Fails also on entries of the lock that are no longer reached, where the lock is not to be written: in CI. */
  readonly failOnStale?: boolean
  /** The runner's `-u` also accepts what is new in the egress lock. Without it, only `agentguard lock --accept` does. */
  readonly updateLock?: boolean
  /** Fails a run in which a test file ran without the guard. A config that is `locked` does the same. */
  readonly requireGuard?: boolean
  /**
   * What a run makes of allow and mute rules that it never used. Without it, `warn` where `json`, `html` or `lock` keeps what is allowed,
   * and otherwise `off`.
   */
  readonly unusedRules?: UnusedRules
  /** Gives the runner's own reports of each test what it violated; only where the runner can carry that. */
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

/** Every option there is. */
const reportOptionNames: readonly string[] = [...switches, 'github', 'unusedRules', ...Object.keys(usualPaths)]

/**
 * The plan in an unknown value.
 *
 * @param where the place the value comes from, for error texts
 * @param without options that this runner cannot serve
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

/** Whether a plan needs what is allowed, too: a list of all destinations does. */
export function wantsAllowed({ json, html, lock, unusedRules }: ReportPlan): boolean {
  return [json, html, lock].some((path) => path !== undefined) || (unusedRules ?? 'off') !== 'off'
}

/** The plan with what the config nearest to the root of the run says of its reports. */
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
