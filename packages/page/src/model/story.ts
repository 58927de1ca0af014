import type { StackFrame } from '@agentguard/core/report'
import type { Entry } from './entry.ts'
import { knownOf, type Known } from './decision.ts'
import { countTests } from './group-entries.ts'
import { countBy, tallyOf, totalOf, type Counted, type Tally } from './tally.ts'
import { frameText } from './frame-text.ts'
import { lineHref } from './line-href.ts'

/** All that is known of one destination. Lists have what occurs most first. */
export interface Story extends Known {
  readonly destination: string
  readonly entries: readonly Entry[]
  readonly tally: Tally
  readonly total: number
  readonly tests: number
  readonly files: number
  /** `name@version`, or the chain from there to the package that called. */
  readonly packages: readonly Counted[]
  /** What was tried, in words. */
  readonly targets: readonly Counted[]
  /** The project's own lines. */
  readonly lines: readonly Counted[]
  /** Where each of these lines is shown, as far as that is known. */
  readonly lineHrefs: ReadonlyMap<string, string>
  readonly phases: readonly Counted[]
  readonly channels: readonly Counted[]
  readonly addresses: readonly Counted[]
  readonly names: readonly Counted[]
  readonly proxies: readonly Counted[]
  readonly processes: readonly Counted[]
  /** Chains, each `a → b → c`. */
  readonly redirects: readonly Counted[]
  /** Rules that let it through. */
  readonly rules: readonly Counted[]
  /** Why it was not allowed. */
  readonly reasons: readonly Counted[]
  /** Lines to paste. */
  readonly allow: readonly Counted[]
  /** How to turn off the senders. */
  readonly quiet: readonly Counted[]
}

/** The story of a destination; `undefined` without attempts on it. */
export function createStory(all: readonly Entry[], destination: string): Story | undefined {
  const entries = all.filter(({ attempt }) => attempt.destination === destination)
  if (entries.length === 0) return undefined
  const tally = tallyOf(entries)
  const count = (pick: (attempt: Entry['attempt']) => string | undefined): readonly Counted[] =>
    countBy(entries, ({ attempt }) => present(pick(attempt)))
  return {
    ...knownOf(entries),
    destination,
    entries,
    tally,
    total: totalOf(tally),
    tests: countTests(entries),
    files: new Set(entries.map(({ file }) => file)).size,
    packages: countBy(entries, (entry) => [entry.attempt.by ?? packageText(entry)]),
    targets: count(({ target }) => target),
    lines: count(({ from }) => from && lineText(from)),
    lineHrefs: hrefsOf(entries),
    phases: count(phaseText),
    channels: count(({ channel }) => channel),
    addresses: count(({ address }) => address),
    names: countBy(entries, ({ attempt }) => attempt.names ?? []),
    proxies: count(({ proxy }) => proxy),
    processes: count(({ process }) => process),
    redirects: count(({ redirects, url }) => redirects && [...redirects, ...present(url)].join(' → ')),
    rules: count(({ outcome, rule }) => (outcome === 'allowed' ? rule : undefined)),
    reasons: count(reasonText),
    allow: count(({ allow }) => allow),
    quiet: count(({ quiet }) => quiet),
  }
}

function hrefsOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const hrefs = new Map<string, string>()
  for (const { attempt, source } of entries) {
    const href = attempt.from && lineHref(source, attempt.from)
    if (attempt.from !== undefined && href !== undefined) hrefs.set(lineText(attempt.from), href)
  }
  return hrefs
}

/** `name@version`, or that it is the project's own code. */
export function packageText({ attempt, package: name }: Entry): string {
  return attempt.chosen?.version === undefined ? name : `${name}@${attempt.chosen.version}`
}

/** When, in the life of a test file, it happened. */
function phaseText({ phase, lateBy }: Pick<Entry['attempt'], 'phase' | 'lateBy'>): string {
  return lateBy === undefined ? phase : 'late'
}

function reasonText({ outcome, reason, why }: Entry['attempt']): string | undefined {
  if (outcome === 'allowed') return undefined
  return [...(reason === undefined || reason === 'not-allowed' ? ['no rule allows it'] : []), ...present(why)].join(
    '; ',
  )
}

function lineText(frame: StackFrame): string {
  return [frameText(frame), frame.function].filter(Boolean).join('  ')
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}
