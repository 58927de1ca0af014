import { appendFileSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'
import { configLevels } from '../../testing/config/level.ts'
import { countGuarded } from '../file/count-guarded.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { formatEvidenceFile } from '../file/format-evidence-file.ts'
import { describeExpiring } from '../formats/describe-expiring.ts'
import { describeUnguarded } from '../formats/describe-unguarded.ts'
import { formatAnnotations } from '../formats/format-annotations.ts'
import { formatPage } from '../formats/format-page.ts'
import { formatRunDigest } from '../formats/format-run-digest.ts'
import { formatRunEnd } from '../formats/format-run-end.ts'
import { formatSarif } from '../formats/format-sarif.ts'
import { formatStepSummary } from '../formats/format-step-summary.ts'
import type { PageContext } from '../formats/page-evidence.ts'
import { isNewSince } from '../lock/is-new-since.ts'
import { parseLock } from '../lock/parse-lock.ts'
import { formatUnused } from '../unused/format-unused.ts'
import { type RunnerOptions, unusedRules } from '../unused/unused-rules.ts'
import { keepLock, type LockInput, type LockOutcome } from './keep-lock.ts'
import { type ReportPlan, usualPaths, wantsAllowed } from './report-options.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

/** A run that has ended, and which reports to make of it. */
export interface FinishedRun extends Pick<LockInput, 'file' | 'root' | 'runner' | 'update' | 'isComplete'> {
  readonly plan: ReportPlan
  /** Other lines for the summary, such as missing evidence. */
  readonly notes?: readonly string[]
  /** If no report is requested, prints a few lines with what to decide. */
  readonly isDigest?: boolean
  /** Whether a config of the run is locked, which requires the guard in every file. */
  readonly locked?: boolean
  /** The options in the runner's config. */
  readonly options?: readonly RunnerOptions[]
  readonly terminal: Terminal
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The result of the reports. */
export interface RunReport {
  /** The text to print. Empty where there is none. It may contain commands of GitHub Actions, each on its own line. */
  readonly text: string
  /** Whether the run must fail, because of the lock or of a file that could not be read or written. */
  readonly fails: boolean
}

/** Writes the files of a plan, and returns the text of the other reports. */
export function finishRun(run: FinishedRun): RunReport {
  const { file, plan, environment, terminal, notes = [] } = run
  const { problems, attempt } = collectProblems()
  const written = filesOf(run).filter((report) => attempt(() => writeFile(report, run)))
  const { lock: path } = plan
  const lock = path === undefined ? undefined : attempt(() => holdLock(path, run))
  const isForGithub = plan.github === 'auto' ? environment['GITHUB_ACTIONS'] === 'true' : plan.github
  if (isForGithub) attempt(() => appendStepSummary(file, environment))
  if (plan.requireGuard || attempt(() => isLocked(run)) === true) attempt(() => requireGuard(file))
  const summary = plan.summary ? formatRunEnd(file, { ...terminal, notes }) : shortSummary(run)
  const places = summary === '' ? '' : written.map((report) => `  Written to ${report.path}`).join('\n')
  const unused = attempt(() => describeUnused(run))
  const text = [summary, places, lock?.text ?? '', unused?.text ?? '', ...problems]
    .filter((part) => part !== '')
    .join('\n\n')
  return {
    text: `${isForGithub ? formatAnnotations(file) : ''}${text === '' ? '' : `\n${text}\n\n`}`,
    fails: lock?.fails === true || unused?.fails === true || problems.length > 0,
  }
}

/** Allowed attempts are known only where the run has recorded them. */
function describeUnused({ file, plan, root, isComplete, options = [] }: FinishedRun): RunReport {
  const { unusedRules: asked = 'warn' } = plan
  if (asked === 'off' || !wantsAllowed(plan)) return { text: '', fails: false }
  const text = formatUnused(unusedRules({ evidence: file, root, isComplete, runner: options }), root)
  return { text, fails: asked === 'error' && text !== '' }
}

/**
 * Writes the files of a plan again, with evidence that arrived after the end of the run.
 *
 * @throws TypeError that names the path of a file that cannot be written
 */
export function rewriteReports(run: Pick<FinishedRun, 'file' | 'plan' | 'root'>): void {
  for (const report of filesOf(run)) writeFile(report, run)
}

function shortSummary({ file, terminal, isDigest = false }: FinishedRun): string {
  const notes = [describeUnguarded(file.runs), describeExpiring(file, Date.now())]
  const texts = notes.flatMap((note) => (note === undefined ? [] : [`agentguard: ${note}`]))
  const digest = isDigest ? formatRunDigest(file, terminal) : ''
  return [...(digest === '' ? [] : [digest]), ...texts].join('\n\n')
}

/** Saves the evidence also where no report of it is requested, since accepting what is new needs only that. */
function holdLock(path: string, run: FinishedRun): LockOutcome {
  const { failOnStale, updateLock, json } = run.plan
  const evidence = json === usualPaths.json ? undefined : json
  const outcome = keepLock({ ...run, path, failOnStale, updateLock, evidence })
  if (outcome.isNew === true && json === undefined) writeReport(formatEvidenceFile(run.file), usualPaths.json, run.root)
  return outcome
}

/** A report that fails must not prevent the others, and must not go unnoticed. */
function collectProblems() {
  const problems: string[] = []
  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make()
    } catch (error) {
      problems.push(`agentguard: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }
  return { problems, attempt }
}

/** Whether the runner's options, or a config above a test file, are locked. */
function isLocked({ locked, file, root }: FinishedRun): boolean {
  if (locked === true) return true
  const files = file.runs.flatMap(({ testFiles }) => testFiles.map((record) => resolve(root, record.file)))
  return files.some((path) => configLevels(dirname(path), path).some(({ options }) => options.locked === true))
}

/** @throws TypeError where a file ran without the guard */
function requireGuard({ runs }: EvidenceFile): void {
  const { unguarded } = countGuarded(runs)
  if (unguarded.length === 0) return
  const what = `test files ran without the guard: ${unguarded.length}`
  throw usageError(requireGuardPlace, what, 'Guard them, or remove requireGuard and locked from the config')
}

const requireGuardPlace = 'requireGuard, which locked implies'

interface Report {
  readonly path: string
  readonly format: (file: EvidenceFile) => string
}

function filesOf({ plan: { json, sarif, html, lock }, root }: Pick<FinishedRun, 'plan' | 'root'>): readonly Report[] {
  const reports: readonly (readonly [path: string | undefined, format: Report['format']])[] = [
    [json, formatEvidenceFile],
    [sarif, formatSarif],
    [html, (file) => formatPage(file, newsOf(root, lock))],
  ]
  return reports.flatMap(([path, format]) => (path === undefined ? [] : [{ path, format }]))
}

/** Compares with the lock from before the run. A damaged lock is reported by the lock's own report. */
function newsOf(root: string, path: string = usualPaths.lock): PageContext {
  try {
    return { isNew: isNewSince(parseLock(readFileSync(resolve(root, path), 'utf8'), path)) }
  } catch {
    return {}
  }
}

function writeFile({ path, format }: Report, { file, root }: Pick<FinishedRun, 'file' | 'root'>): true {
  writeReport(format(file), path, root)
  return true
}

function appendStepSummary(file: EvidenceFile, { GITHUB_STEP_SUMMARY: path }: FinishedRun['environment']): void {
  const text = formatStepSummary(file)
  if (path !== undefined && path !== '' && text !== '') appendFileSync(path, text)
}
