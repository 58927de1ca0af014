import type { Culprit, Evidence, Phase, StackFrame } from '../record/evidence.ts'
import { pathText } from '../redact/path-text.ts'
import { printable } from '../redact/printable.ts'
import { muteLine, placedAllowLine } from './allow-line.ts'
import { chosenName, namedPackage } from './chosen-name.ts'
import { countText } from './count-text.ts'
import { describeTarget } from './describe-target.ts'
import { explainReason } from './explain-reason.ts'
import { frameText } from './frame-text.ts'
import type { ViolationGroup } from './group-violations.ts'
import { type Mocks, mockLine } from './mock-line.ts'
import { quietLine } from './quiet-line.ts'

/** How evidence is written as text. */
export interface FormatOptions {
  /** The directory that paths are relative to. */
  readonly cwd: string
  /**
   * Where the proposed rule belongs: at the head of a test file (`docblock`, the default), in the options of a call, in
   * the list of a matcher, or in the flags of `agentguard run`.
   */
  readonly origin?: 'docblock' | 'call' | 'matcher' | 'run'
  /** Whether to name the test file. Used where the report appears in another file, as for attempts after a file has ended. */
  readonly showFile?: boolean
  /** The library with which the project mocks requests, for a proposed handler. Left out where it is unknown. */
  readonly mocks?: Mocks
}

/**
 * Formats one attempt as plain text of several lines: what was attempted, from where, and the line to paste to allow
 * it.
 *
 * @param evidence the attempt, such as one of the `violations` of an error
 * @param options at least `cwd`, which paths are relative to
 * @example
 * ```ts
 * import { formatViolation, observeEgress } from '@agentguard/core'
 *
 * const { violations } = await observeEgress(() => fetchWeather('London'))
 * for (const evidence of violations) console.log(formatViolation(evidence, { cwd: process.cwd() }))
 * ```
 */
export function formatViolation(evidence: Evidence, options: FormatOptions): string {
  return formatGroup([evidence], options)
}

/** The same for all attempts on one destination. */
export function formatGroup(group: ViolationGroup, options: FormatOptions): string {
  const rows = rowsOf(group, options).filter((row) => row[1] !== undefined)
  const width = Math.max(0, ...rows.map(([label]) => label.length)) + 2
  return [formatHeadline(group[0]), ...rows.map(([label, text]) => `  ${label.padEnd(width)}${text}`)].join('\n')
}

type Row = readonly [label: string, text: string | undefined]

function rowsOf(group: ViolationGroup, options: FormatOptions): Row[] {
  const [evidence] = group
  const { culprit, from, proxy } = evidence
  return [
    [options.origin === 'call' || options.origin === 'run' ? 'scope' : 'test', scopeText(evidence, options)],
    [
      'file',
      options.showFile === true && evidence.file !== undefined ? pathText(evidence.file, options.cwd) : undefined,
    ],
    ['one of', candidatesText(evidence)],
    ['from', from && fromText(from, evidence, options.cwd)],
    ['by', chainText(culprit)],
    ['via', culprit && frameText(culprit.frame, options.cwd)],
    ['addon', addonsText(evidence, options.cwd)],
    ['host', resolutionText(evidence)],
    ['in', evidence.process],
    ['proxy', proxy],
    ['redirect', redirectText(evidence)],
    ['reason', explainReason(evidence)],
    ['count', countText(group)],
    ['quiet', quietLine(evidence)],
    ['mock', mockLine(evidence, options.mocks)],
    ['mute', muteLine(group, options.origin)],
    ['allow', placedAllowLine(group, options.origin)],
  ]
}

/** The first line alone: the attempt and the package that the project chose. */
export function formatHeadline(evidence: Evidence): string {
  const { name, version } = evidence.culprit === undefined ? {} : namedPackage(evidence.culprit)
  const by = name === undefined ? '' : ` (${name}${version === undefined ? '' : `@${version}`})`
  return `${outcomeText(evidence)}: ${describeTarget(evidence)}${printable(by)}`
}

function fromText(from: StackFrame, { fromBy, culprit }: Evidence, cwd: string): string {
  const place = [frameText(from, cwd), printable(from.function ?? '')].join(' ').trimEnd()
  if (fromBy === undefined) return place
  const noLine = 'none of your code is on the stack'
  if (fromBy === 'test') return `${place}   (the test; ${noLine})`
  return `${place}   (uses ${printable(chosenName(culprit))}; ${noLine})`
}

/**
 * `unleash-client@6.9.0 › make-fetch-happen › @gar/promise-retry`. The middle of a long chain is left out. Undefined
 * where the package that called is the chosen one.
 */
export function chainText(culprit: Culprit | undefined): string | undefined {
  const { chain, chainBy, chainOthers = [] } = culprit ?? {}
  if (chain === undefined) return undefined
  const shown = chain.length > LONGEST_CHAIN ? [...chain.slice(0, LONGEST_CHAIN - 2), '…', ...chain.slice(-1)] : chain
  const or = chainOthers.length === 0 ? '' : `, or through ${chainOthers.join(', ')}`
  return printable(`${shown.join(' › ')}${chainBy === undefined ? '' : `   (as installed${or}; not on the stack)`}`)
}

const LONGEST_CHAIN = 5

/** Left out where the only addon is already named in the row above. */
function addonsText({ addons = [], host, culprit }: Evidence, cwd: string): string | undefined {
  if (addons.length === 0 || host === undefined || addons[0] === culprit?.frame.file) return undefined
  return `${addons.length > 1 ? 'one of ' : ''}${addons.map((path) => pathText(path, cwd)).join(', ')}`
}

function scopeText(evidence: Evidence, options: FormatOptions): string {
  const { cwd } = options
  const when = momentText(evidence, options)
  const name = evidence.scope === evidence.file ? pathText(evidence.scope, cwd) : printable(evidence.scope)
  return when === '' ? name : `${name}   (${when})`
}

/** When the attempt was made, unless it was during the test: `late: 31 ms after the test ended, retry 1`. */
export function momentText(evidence: Evidence, { origin }: Pick<FormatOptions, 'origin'>): string {
  const parts = [phaseText(evidence, origin === 'call' ? 'call' : 'test'), beganText(evidence), retryText(evidence)]
  return parts.filter(Boolean).join(', ')
}

function phaseText({ phase, lateBy }: Evidence, what: string): string | undefined {
  if (lateBy !== undefined) return `late: ${durationText(lateBy)} after the ${what} ended`
  if (phase === 'late') return `late: after the ${what} ended`
  return PHASES[phase]
}

function beganText({ began }: Evidence): string | undefined {
  if (began === undefined) return undefined
  return `from work that began ${began === 'import' ? 'at import' : `in ${began}`}`
}

function candidatesText({ candidates }: Evidence): string | undefined {
  return candidates && `${candidates.map((name) => printable(name)).join(', ')}: they ran concurrently`
}

function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

function retryText({ retry }: Evidence): string | undefined {
  return retry === undefined || retry === 0 ? undefined : `retry ${retry}`
}

/** A host with its address, since the connection may show one and the rule the other. */
function resolutionText({ host, address, names }: Evidence): string | undefined {
  const name = host === address ? names?.find((known) => known !== address) : host
  return name === undefined || address === undefined ? undefined : `${name} → ${address}`
}

function redirectText({ redirects, url }: Evidence): string | undefined {
  if (redirects === undefined || redirects.length === 0) return undefined
  return [...redirects, ...(url === undefined ? [] : [url])].join(' → ')
}

/** The kernel lists connections of native code when it is too late to block them. */
function outcomeText({ outcome, channel, host }: Evidence): string {
  return outcome === 'blocked' && channel === 'native' && host !== undefined ? 'Egress seen' : OUTCOMES[outcome]
}

const OUTCOMES: Readonly<Record<Evidence['outcome'], string>> = {
  blocked: 'Egress blocked',
  audited: 'Egress seen (audit)',
  muted: 'Egress blocked (muted)',
  allowed: 'Egress allowed',
}

const PHASES: Readonly<Partial<Record<Phase, string>>> = {
  import: 'while importing the file',
  beforeAll: 'in beforeAll',
  beforeEach: 'in beforeEach',
  afterEach: 'in afterEach',
  afterAll: 'in afterAll',
}
