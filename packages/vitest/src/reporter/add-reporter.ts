import { isDeepStrictEqual } from 'node:util'
import { didYouMean, optionNames, usageError } from '@agentguard/core/internal'
import type { ReportOptions } from '@agentguard/core/report'
import { parseReportOptions } from '@agentguard/core/internal/reporter'
import type { Vitest } from 'vitest/node'
import { AgentguardReporter } from './agentguard-reporter.ts'

export type { ReportOptions }

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

const added = new WeakMap<Vitest, { readonly reporter: AgentguardReporter; readonly options: ReportOptions }>()

/** Adds the reporter to a Vitest, once however many projects have the plugin that asks for it. */
export function addReporter(vitest: Vitest, options: ReportOptions): void {
  const known = added.get(vitest)
  if (known !== undefined && !isDeepStrictEqual(known.options, options)) {
    throw usageError(`report in ${place}`, 'two projects ask for different reports of one run', 'Write it in one place')
  }
  const reporter = known?.reporter ?? new AgentguardReporter(options)
  added.set(vitest, { reporter, options })
  // Vitest 4 has made its reporters by now, and keeps them in a field that it does not declare. Vitest 5 makes them afterwards,
  // of what the config lists then.
  const made = Reflect.get(vitest, 'reporters') as unknown[]
  const listed: unknown[] = vitest.config.reporters
  for (const reporters of [made, listed]) if (!reporters.includes(reporter)) reporters.push(reporter)
}
