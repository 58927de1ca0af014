import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EvidenceFile, TestFileRecord } from '@agentguard/core/report'
import {
  collectLate,
  awaitLeft,
  createRecord,
  createRun,
  finishRun,
  formatVersion,
  makeSpoolDirectory,
  parseReportOptions,
  readLeft,
  refuseUnsupportedNode,
  type ReportPlan,
  type RunnerOptions,
  terminalOf,
  wantsAllowed,
  withConfig,
} from '@agentguard/core/internal/reporter'
import { type EvidenceLine, type ReportWishes, wishesVariable } from '../evidence-lines.ts'
import { refuseAsEnvironment } from '../refuse-wrong-use.ts'
import { type FileResult, type GlobalConfig, isComplete, isFirst, type RunResult, type TestOfRun } from './jest.ts'
import { jestVersion } from './jest-version.ts'
import { markTimers } from './mark-timers.ts'
import { markUnguarded } from './mark-unguarded.ts'
import { mergeExplained } from './merge-explained.ts'
import { runnerOptions } from './runner-options.ts'
import { type ReadLines, readEvidenceLines } from './read-evidence-lines.ts'

/** Fewer repeated lines are not worth a change of the config. */
const TOO_MANY = 50

const listItFirst =
  "List 'jest-environment-agentguard/reporter' before 'default' in reporters: failures that are explained elsewhere are then printed once per file"

/** A Jest reporter that prints which destinations the tests attempted to reach, and writes the reports that its options request. */
export class AgentguardReporter {
  readonly #config: GlobalConfig
  readonly #plan: ReportPlan
  readonly #testFiles: TestFileRecord[] = []
  readonly #options = new Map<string | undefined, RunnerOptions>()
  #locked = false
  #startedAt: number = Date.now()
  #directory: string | undefined
  #error: Error | undefined
  readonly #mistakes = new Set<string>()
  /** How many lines, printed by earlier reporters, this one could have shortened. */
  #tooMany = 0

  /** @throws TypeError for a wrong option, with the place and the fix */
  constructor(config: GlobalConfig, options: unknown) {
    refuseUnsupportedNode()
    refuseAsEnvironment(config)
    this.#config = config
    const plan = parseReportOptions(options ?? {}, 'the options of jest-environment-agentguard/reporter', ['junit'])
    this.#plan = withConfig(plan, config.rootDir)
  }

  onRunStart(): void {
    this.#startedAt = Date.now()
    const directory = (this.#directory = makeSpoolDirectory())
    const [spools, explained] = [join(directory, 'spools'), join(directory, 'explained')]
    mkdirSync(spools)
    mkdirSync(explained)
    const wishes: ReportWishes = { directory, spools, explained, pid: process.pid, allowed: wantsAllowed(this.#plan) }
    process.env[wishesVariable] = JSON.stringify(wishes)
  }

  onTestFileResult({ path, context }: TestOfRun, result: FileResult): void {
    // The reporters after this one print the text.
    if (typeof result.failureMessage === 'string') {
      const merged = this.#sayOnce(mergeExplained(result.failureMessage), result)
      if (!isFirst(this.#config)) this.#tooMany += countLines(result.failureMessage) - countLines(merged)
      result.failureMessage = merged
    }
    const { numPassingTests: passed, numFailingTests: failed, numPendingTests: skipped, testExecError } = result
    const project = context.config.displayName?.name
    // `--env` replaces the environment, but keeps these options.
    this.#locked ||= context.config.testEnvironmentOptions?.['locked'] === true
    if (!this.#options.has(project)) this.#options.set(project, runnerOptions(context.config))
    this.#testFiles.push({
      file: path,
      ...(project !== undefined && { project }),
      tests: passed + failed,
      whole: failed + skipped === 0 && (testExecError === undefined || testExecError === null),
    })
  }

  async onRunComplete(_contexts: unknown, { wasInterrupted }: RunResult): Promise<void> {
    // In band, Jest waits for these timers anyway, and their attempts would appear below the summary.
    if (this.#config.forceExit !== true) await awaitLeft()
    const read = this.#takeLines()
    const { rootDir: root, updateSnapshot: update } = this.#config
    const { text, fails } = finishRun({
      file: this.#createFile(read),
      plan: this.#plan,
      root,
      runner: 'jest',
      update,
      isComplete: isComplete(this.#config) && !wasInterrupted,
      notes: this.#notes(read),
      terminal: terminalOf(process.stderr, process.env),
      locked: this.#locked,
      options: [...this.#options.values()],
      environment: process.env,
    })
    // Where Jest prints its own reports, since stdout may contain its results as JSON.
    if (text !== '') process.stderr.write(text)
    if (fails) this.#error = new Error('agentguard: the egress lock or a report of this run needs attention')
    if (read.lines.some(({ isUntold }) => isUntold)) {
      this.#error ??= new Error('agentguard: tests reached out after the last test of their worker')
    }
  }

  /** With an error here the exit code is 1, whatever the tests' results are. */
  getLastError(): Error | undefined {
    return this.#error
  }

  /** A mistake in the config fails every file with the same text. */
  #sayOnce(text: string, { testExecError }: FileResult): string {
    if (testExecError === undefined || testExecError === null || !isAboutConfig(text)) return text
    if (this.#mistakes.has(text)) return '  ● Test suite failed to run, like the file above\n'
    this.#mistakes.add(text)
    return text
  }

  #notes({ torn }: ReadLines): readonly string[] {
    return [
      ...(torn > 0 ? [`${torn} lines of evidence are incomplete: a worker was killed while it wrote them`] : []),
      ...(this.#tooMany > TOO_MANY ? [listItFirst] : []),
    ]
  }

  #takeLines(): ReadLines {
    collectLate()
    // Later attempts have no reader any more.
    delete process.env[wishesVariable]
    const directory = this.#directory
    if (directory === undefined) return { lines: [], files: [], torn: 0 }
    try {
      const read = readEvidenceLines(directory)
      const left = readLeft(join(directory, 'spools'), this.#config.rootDir)
      const lines = left.map(({ evidence }): EvidenceLine => ({ evidence, isUntold: evidence.outcome === 'blocked' }))
      return { ...read, lines: [...read.lines, ...lines] }
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }

  #createFile({ lines, files }: ReadLines): EvidenceFile {
    const { rootDir: root, shard } = this.#config
    const run = createRun({
      runner: 'jest',
      runnerVersion: jestVersion(),
      root,
      startedAt: this.#startedAt,
      shard: shard && `${shard.shardIndex}/${shard.shardCount}`,
      testFiles: markTimers(markUnguarded(this.#testFiles, files), files),
    })
    const attempts = lines.map(({ project, evidence }) => createRecord(evidence, { run, project, root }))
    return { formatVersion, runs: [run], attempts }
  }
}

function countLines(text: string): number {
  return text.split('\n').length
}

function isAboutConfig(text: string): boolean {
  return / in testEnvironmentOptions: |testEnvironmentOptions(?:\.\w+)?: |agentguard needs /.test(text)
}
