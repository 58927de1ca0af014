import type { Invocation, Location, Log, Notification, Result, Suppression } from 'sarif'
import manifest from '../../../package.json' with { type: 'json' }
import { printable, shorten } from '../../evidence/redact/printable.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { builtins } from '../../guard/node/builtins.ts'
import { formatHeadline } from '../../evidence/explain/format-violation.ts'
import { counted } from './counted.ts'
import { describeGroup } from './describe-group.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import { type Finding, findFindings } from './find-findings.ts'
import { createPlacer, type Place } from './place-in-repository.ts'
import { sarifRules } from './sarif-rules.ts'

/** How many results code scanning shows for a run. */
const SHOWN_RESULTS = 5000

/** The page about the tool. */
const informationUri = 'https://www.npmjs.com/package/@agentguard/core'

/** How many test files are named with a result. */
const SHOWN_TESTS = 20

/**
 * Formats evidence as SARIF 2.1.0 for code scanning, with one result for each line of the project and destination that
 * is not allowed. Blocked attempts are errors, attempts that mode `audit` let through are warnings, and muted ones are
 * suppressed notes. Allowed attempts are left out.
 *
 * @param file the evidence, of one run or several
 */
export function formatSarif(file: EvidenceFile): string {
  const findings = findFindings(file)
  const notes = notesOf(findings.length - SHOWN_RESULTS, file)
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    // Only one run: code scanning rejects several runs of one tool in one file.
    runs: [
      {
        tool: {
          driver: { name: 'agentguard', informationUri, semanticVersion: manifest.version, rules: [...sarifRules] },
        },
        columnKind: 'utf16CodeUnits',
        ...(notes.length > 0 && { invocations: [invocationWith(notes)] }),
        results: findings.slice(0, SHOWN_RESULTS).map((finding) => resultOf(finding, file)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function resultOf(finding: Finding, file: EvidenceFile): Result {
  const { ruleId, level, place, group } = finding
  const headline = formatHeadline({ scope: '', ...group.first })
  const related = relatedLocations(group, file)
  return {
    ruleId,
    ruleIndex: sarifRules.findIndex(({ id }) => id === ruleId),
    level,
    message: { text: plainMessage([headline, ...describeGroup(group)]) },
    ...(level === 'note' && { suppressions: [suppressionOf(group)] }),
    locations: [locationOf(place)],
    ...(related.length > 0 && { relatedLocations: related }),
    partialFingerprints: { primaryLocationLineHash: fingerprintOf(finding) },
    properties: { destination: printable(group.destination), attempts: group.count, tests: group.tests.length },
  }
}

/** Suppressed by a rule in the project's policy. */
function suppressionOf({ first: { rule } }: Finding['group']): Suppression {
  return { kind: 'external', status: 'accepted', justification: printable(`muted by ${rule ?? 'a rule'}`) }
}

/** The test files, since the line of the attempt is seldom in them. */
function relatedLocations({ records, files }: Finding['group'], { runs }: EvidenceFile): Location[] {
  const placer = createPlacer(runs)
  return files.slice(0, SHOWN_TESTS).flatMap((file, index) => {
    const ofFile = records.filter((record) => record.file === file)
    const [record] = ofFile
    if (record === undefined) return []
    const tests = [...new Set(ofFile.map(({ test }) => test))].filter((test) => test !== undefined)
    const [test = 'the file itself', ...more] = tests
    const rest = more.length > 0 ? ` and ${counted(more.length, 'more test')}` : ''
    const text = plainMessage([`${shorten(printable(test), 150)}${rest}`])
    return [{ id: index + 1, ...locationOf(placer.testFile(record)), message: { text } }]
  })
}

function locationOf({ path, line, column }: Place): Location {
  const uri = path.split('/').map(encodeURIComponent).join('/')
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
    },
  }
}

/**
 * Stays the same while lines move. Code scanning reads it under this name. The default hash of the line is the same for
 * all destinations that one line reaches, so only one of them would be shown.
 */
function fingerprintOf({ ruleId, place, group, turn }: Finding): string {
  const same = builtins.crypto.createHash('sha256').update(JSON.stringify([ruleId, place.path, group.destination]))
  return `${same.digest('hex').slice(0, 32)}:${turn}`
}

/** In messages of SARIF, brackets form links and braces placeholders. */
function plainMessage(lines: readonly string[]): string {
  const text = lines.map((line) => printable(line)).join('\n')
  return text.replace(/[\\[\]]/g, String.raw`\$&`).replace(/[{}]/g, '$&$&')
}

function notesOf(rest: number, { runs }: EvidenceFile): readonly string[] {
  const unguarded = describeUnguarded(runs)
  return [
    ...(unguarded === undefined ? [] : [plainMessage([unguarded])]),
    ...(rest > 0
      ? [`${counted(rest, 'more result')} left out: code scanning shows no more than ${SHOWN_RESULTS} of a run`]
      : []),
  ]
}

function invocationWith(notes: readonly string[]): Invocation {
  const toolExecutionNotifications = notes.map((text): Notification => ({ level: 'warning', message: { text } }))
  return { executionSuccessful: true, toolExecutionNotifications }
}
