import { isDeepStrictEqual } from 'node:util'
import { didYouMean, optionNames, usageError } from '@agentguard/core/internal'
import type { ReportOptions } from '@agentguard/core/report'
import { parseReportOptions } from '@agentguard/core/internal/reporter'
import type { Vitest } from 'vitest/node'
import { AgentguardReporter } from './agentguard-reporter.ts'

export type { ReportOptions }

/** What the reporter makes of a run where no report is asked for, beside a few lines of what there is to decide. */
const quiet: ReportOptions = { summary: false, github: false }

const place = 'agentguard() in the Vitest config'

/**
 * Takes the reporter's options out of those of the plugin; none where no reporter is asked for.
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

/** What the plugin of one project asks of the reporter. */
export interface Asked {
  /** Without it, the reporter only says what no test can: what there is to decide, what came late, and which files ran without the guard. */
  readonly report: ReportOptions | undefined
  /** Whether the project is locked: then every file has to be guarded. */
  readonly locked: boolean
}

const added = new WeakMap<
  Vitest,
  { readonly reporter: AgentguardReporter; readonly options: ReportOptions | undefined }
>()

/** Adds the reporter to a Vitest, once however many projects have the plugin. */
export function addReporter(vitest: Vitest, { report, locked }: Asked): void {
  const known = added.get(vitest)
  if (known?.options !== undefined && report !== undefined && !isDeepStrictEqual(known.options, report)) {
    throw usageError(`report in ${place}`, 'two projects ask for different reports of one run', 'Write it in one place')
  }
  const reporter = known?.reporter ?? new AgentguardReporter(quiet, true)
  if (report !== undefined) reporter.ask(report)
  if (locked) reporter.requireGuard()
  added.set(vitest, { reporter, options: known?.options ?? report })
  // Vitest 4 has made its reporters by now, and keeps them in a field that it does not declare. Vitest 5 makes them afterwards,
  // of what the config lists then.
  const made = Reflect.get(vitest, 'reporters') as unknown[]
  const listed: unknown[] = vitest.config.reporters
  for (const reporters of [made, listed]) if (!reporters.includes(reporter)) reporters.push(reporter)
}
