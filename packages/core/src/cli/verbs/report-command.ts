import { appendFileSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { cwd, env } from 'node:process'
import { type Command, Option } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { formatEvidenceFile } from '../../run/file/format-evidence-file.ts'
import { type Editor, editorLines, editorNames } from '../../run/formats/editor-lines.ts'
import { formatAnnotations } from '../../run/formats/format-annotations.ts'
import { formatPage } from '../../run/formats/format-page.ts'
import { formatRunSummary } from '../../run/formats/format-run-summary.ts'
import { formatSarif } from '../../run/formats/format-sarif.ts'
import { formatStepSummary } from '../../run/formats/format-step-summary.ts'
import type { PageContext } from '../../run/formats/page-evidence.ts'
import { isNewSince } from '../../run/lock/is-new-since.ts'
import { lockPath } from '../../run/lock/lock.ts'
import { parseLock } from '../../run/lock/parse-lock.ts'
import { terminalOf } from '../../run/finish/terminal.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { besideEvidence, defaultEvidencePath } from '../io/find-evidence.ts'
import { readText } from '../io/read-text.ts'
import { readJoinedEvidence } from '../io/read-joined-evidence.ts'
import { writeOutput } from '../io/write-output.ts'

/** The formats of a report, by flag. */
const formats = {
  html: formatPage,
  json: formatEvidenceFile,
  markdown: formatStepSummary,
  sarif: formatSarif,
} as const

type Format = keyof typeof formats

const formatNames = Object.keys(formats) as Format[]

type ReportFlags = Readonly<Partial<Record<Format, string>>> & { readonly github?: boolean }

interface PageFlags {
  readonly lock?: string
  readonly editor?: Editor
}

/** `agentguard report`: makes reports from existing evidence. */
export function createReportCommand(): Command {
  const verb = createVerb(
    'report',
    'Makes reports from evidence: a summary on the terminal, or the formats that you name; - is stdout.\n' +
      'The exit code is 0 whatever the evidence shows: the run that wrote it has already failed where it had to.',
  )
    .summary('make reports from evidence')
    .argument('[evidence...]', `evidence files (default: ${defaultEvidencePath})`)
    .option('--html <file>', 'one HTML page, which needs no network')
    .option('--sarif <file>', 'SARIF 2.1.0, for code scanning')
    .option('--markdown <file>', 'tables in Markdown')
    .option('--json <file>', 'all evidence, with several files joined')
    .option('--github', 'annotations on stdout, and the summary of the job where GITHUB_STEP_SUMMARY names its file')
    .option('--lock <file>', `with --html: the lock that says what is new (default: ${lockPath}, where there is one)`)
    .addOption(
      new Option('--editor <name>', 'with --html: the editor that opens lines of the project').choices(editorNames),
    )
    .action((paths: readonly string[], { lock, editor, ...flags }: ReportFlags & PageFlags) => {
      if (flags.html === undefined && (lock !== undefined || editor !== undefined)) {
        const what = '--lock and --editor need --html'
        throw usageError('agentguard report', what, 'Add --html <file>, or leave them out')
      }
      checkPlaces(flags)
      const evidence = readJoinedEvidence(paths)
      const news =
        flags.html === undefined ? {} : newsOf(lock ?? (paths.length === 0 ? besideEvidence(lockPath) : lockPath))
      report(evidence, flags, { ...news, ...(editor && { lines: editorLines(editor, cwd()) }) })
    })
  return addExamples(verb, [
    ['agentguard report', 'the last run, on the terminal'],
    ['agentguard report shard-*.json --html egress.html', 'the shards of one run, as a page'],
    ['agentguard report --sarif egress.sarif --github', 'in a workflow of GitHub'],
  ])
}

/** @throws TypeError where two reports would be written to the same path */
function checkPlaces(flags: ReportFlags): void {
  const byPlace = new Map<string, string[]>()
  for (const [name, value] of Object.entries(flags)) {
    const place = typeof value !== 'string' || value === '-' ? 'stdout' : resolve(value)
    byPlace.set(place, [...(byPlace.get(place) ?? []), `--${name}`])
  }
  const [place = '', names] = [...byPlace].find(([, flagsOfPlace]) => flagsOfPlace.length > 1) ?? []
  if (!names) return
  const what = `${names.join(' and ')} would write to ${place === 'stdout' ? place : 'one file'} together`
  throw usageError('agentguard report', what, `Name ${place === 'stdout' ? 'a file for all but one' : 'another file'}`)
}

function report(evidence: EvidenceFile, flags: ReportFlags, context: PageContext): void {
  const asked = formatNames.flatMap((name) => {
    const path = flags[name]
    return path === undefined ? [] : [{ name, path }]
  })
  for (const { name, path } of asked) writeOutput(formats[name](evidence, context), path)
  if (flags.github === true) reportToGithub(evidence)
  else if (asked.length === 0) process.stdout.write(summaryOf(evidence))
}

/** The lock at the default path may not exist. */
function newsOf(path: string): PageContext {
  if (path === lockPath && !existsSync(path)) return {}
  return { isNew: isNewSince(parseLock(readText(path, 'the lock', 'Name the file of a lock'), path)) }
}

function reportToGithub(evidence: EvidenceFile): void {
  process.stdout.write(formatAnnotations(evidence))
  const path = env['GITHUB_STEP_SUMMARY']
  if (path === undefined || path === '') return
  try {
    appendFileSync(path, formatStepSummary(evidence))
  } catch (error) {
    const fix = 'Let GITHUB_STEP_SUMMARY name a file that you may write to, or unset it'
    throw usageError(path, `the summary of the job cannot be written (${String(error)})`, fix)
  }
}

function summaryOf(evidence: EvidenceFile): string {
  const text = formatRunSummary(evidence, terminalOf(process.stdout, env))
  return `${text === '' ? 'Nothing was blocked, or seen in mode audit.' : text}\n`
}
