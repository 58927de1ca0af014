import {
  finishRun,
  parseReportOptions,
  type ReportPlan,
  rewriteReports,
  terminalOf,
  wantsAllowed,
  withConfig,
} from '@agentguard/core/internal/reporter'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { ReportWishes } from '../report-wishes.ts'
import type { LateLine } from '../late-lines.ts'
import { type CollectedEvidence, collectEvidence } from './collect-evidence.ts'
import { runnerOptions } from './runner-options.ts'
import { isComplete } from './is-complete.ts'
import { takeFresh, watchLate } from './watch-late.ts'

/** A Vitest reporter that prints which destinations the tests attempted to reach, and writes the reports that its options request. */
export class AgentguardReporter implements Reporter {
  #plan: ReportPlan
  #vitest: Vitest | undefined
  #locked = false
  #isQuiet: boolean
  readonly #seen: Set<string> = new Set()
  #startedAt: number = Date.now()

  /** @throws TypeError for a wrong option, with the place and the fix */
  constructor(options: unknown = {}, isQuiet: boolean = false) {
    this.#plan = parsePlan(options)
    this.#isQuiet = isQuiet
  }

  /** Sets other options, before the run starts. */
  ask(options: unknown): void {
    this.#isQuiet = false
    this.#plan = parsePlan(options)
  }

  /** Fails a run in which a file ran without the guard. */
  requireGuard(): void {
    this.#locked = true
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    this.#plan = withConfig(this.#plan, vitest.config.root)
    const wishes: ReportWishes = { allowed: wantsAllowed(this.#plan), annotate: this.#plan.junit }
    vitest.provide('agentguardLate', watchLate(vitest).directory)
    if (wishes.allowed || wishes.annotate) vitest.provide('agentguardReport', wishes)
  }

  onTestRunStart(): void {
    this.#startedAt = Date.now()
    if (this.#vitest !== undefined) watchLate(this.#vitest).begin()
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: unknown, reason: string): void {
    const vitest = this.#vitest
    if (vitest === undefined) return
    const watch = watchLate(vitest)
    const late = takeFresh(watch.read(), this.#seen)
    watch.tell()
    if (this.#isQuiet && hasAnother(vitest, this)) return
    const collect = (lines: readonly LateLine[]): CollectedEvidence =>
      collectEvidence(vitest, modules, { startedAt: this.#startedAt, late: lines })
    const { file, notes } = collect(late)
    const { root } = vitest.config
    const plan = this.#plan
    watch.atExit(this, (fresh) => rewriteReports({ file: collect([...late, ...fresh]).file, plan, root }))
    const { text, fails } = finishRun({
      file,
      plan,
      root,
      runner: 'vitest',
      update: vitest.config.snapshotOptions.updateSnapshot,
      isComplete: isComplete(vitest) && reason !== 'interrupted',
      notes,
      isDigest: this.#isQuiet,
      locked: this.#locked,
      options: runnerOptions(modules),
      terminal: terminalOf(process.stderr, process.env),
      environment: process.env,
    })
    // stdout may contain the report of another reporter.
    if (text !== '') process.stderr.write(text)
    if (fails) process.exitCode = 1
  }
}

/** Whether the config lists our reporter by name. It prints everything that this one would. */
function hasAnother(vitest: Vitest, own: Reporter): boolean {
  const reporters = Reflect.get(vitest, 'reporters') as readonly object[]
  // Compared by name, since another entry of this package has its own copy of the class.
  return reporters.some((reporter) => reporter !== own && reporter.constructor.name === AgentguardReporter.name)
}

function parsePlan(options: unknown): ReportPlan {
  return parseReportOptions(options, 'the options of @agentguard/vitest/reporter')
}
