import { isDeepStrictEqual } from 'node:util'
import { didYouMean, optionNames, usageError } from '@agentguard/core/internal'
import type { ReportOptions } from '@agentguard/core/report'
import { parseReportOptions } from '@agentguard/core/internal/reporter'
import type { Vitest } from 'vitest/node'
import { AgentguardReporter } from './agentguard-reporter.ts'

export type { ReportOptions }

/** The reports of a run without requested reports. It still prints a few lines with what to decide. */
const quiet: ReportOptions = { summary: false, github: false }

const place = 'agentguard() in the Vitest config'

/**
 * Splits the reporter's options from those of the plugin. Undefined where no report is requested.
 *
 * @throws TypeError that names the option and the fix
 */
export function splitReport(options: object): { readonly report: ReportOptions | undefined; readonly egress: object } {
  if (typeof options !== 'object' || options === null) return { report: undefined, egress: options }
  const { report, ...egress }: { readonly report?: unknown } = options
  const known = [...optionNames, 'report']
  const unknown = Object.keys(egress).find((key) => !known.includes(key))
  if (unknown !== undefined) throw usageError(place, `there is no option '${unknown}'`, didYouMean(unknown, known))
  if (report === undefined || report === false) return { report: undefined, egress }
  const asked = report === true ? {} : report
  parseReportOptions(asked, `report in ${place}`)
  return { report: asked as ReportOptions, egress }
}

/** What the plugin of one project requests from the reporter. */
export interface Asked {
  /** Without it, the reporter only prints what no test can report: what to decide, late attempts, and files without the guard. */
  readonly report: ReportOptions | undefined
  /** Whether the project is locked, which requires the guard in every file. */
  readonly locked: boolean
}

const added = new WeakMap<
  Vitest,
  { readonly reporter: AgentguardReporter; readonly options: ReportOptions | undefined }
>()

/** Adds the reporter to a Vitest, once for all projects with the plugin. */
export function addReporter(vitest: Vitest, { report, locked }: Asked): void {
  const known = added.get(vitest)
  if (known?.options !== undefined && report !== undefined && !isDeepStrictEqual(known.options, report)) {
    throw usageError(`report in ${place}`, 'two projects ask for different reports of one run', 'Write it in one place')
  }
  const reporter = known?.reporter ?? new AgentguardReporter(quiet, true)
  if (report !== undefined) reporter.ask(report)
  if (locked) reporter.requireGuard()
  added.set(vitest, { reporter, options: known?.options ?? report })
  // Vitest 4 has already created its reporters, in a private field. Vitest 5 creates them later, from what the config lists then.
  const made = Reflect.get(vitest, 'reporters') as unknown[]
  const listed: unknown[] = vitest.config.reporters
  for (const reporters of [made, listed]) if (!reporters.includes(reporter)) reporters.push(reporter)
}
