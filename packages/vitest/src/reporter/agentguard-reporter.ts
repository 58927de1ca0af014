import {
  finishRun,
  parseReportOptions,
  type ReportPlan,
  terminalOf,
  wantsAllowed,
} from '@agentguard/core/internal/reporter'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { ReportWishes } from '../report-wishes.ts'
import { collectEvidence } from './collect-evidence.ts'
import { isComplete } from './is-complete.ts'

/** Tells at the end of a run of Vitest where its tests reached out to, and writes the files that its options ask for. */
export class AgentguardReporter implements Reporter {
  readonly #plan: ReportPlan
  #vitest: Vitest | undefined
  #startedAt: number = Date.now()

  /** @throws TypeError for an unknown option, with the place and the fix */
  constructor(options: unknown = {}) {
    this.#plan = parseReportOptions(options, 'the options of @agentguard/vitest/reporter')
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    const wishes: ReportWishes = { allowed: wantsAllowed(this.#plan), annotate: this.#plan.junit }
    vitest.provide('agentguardReport', wishes)
  }

  onTestRunStart(): void {
    this.#startedAt = Date.now()
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: unknown, reason: string): void {
    const vitest = this.#vitest
    if (vitest === undefined) return
    const { file, notes } = collectEvidence(vitest, modules, this.#startedAt)
    const { text, fails } = finishRun({
      file,
      plan: this.#plan,
      root: vitest.config.root,
      runner: 'vitest',
      update: vitest.config.snapshotOptions.updateSnapshot,
      isComplete: isComplete(vitest) && reason !== 'interrupted',
      notes,
      terminal: terminalOf(process.stderr, process.env),
      environment: process.env,
    })
    // A report of another reporter may be on the standard output.
    if (text !== '') process.stderr.write(text)
    if (fails) process.exitCode = 1
  }
}
