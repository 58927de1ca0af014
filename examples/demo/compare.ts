import type { Result, ReportedEvidence } from './result.ts'

/** The differences between what was expected and what was found, as lines to read; none when both are the same. */
export function compare(expected: readonly Result[], found: readonly Result[]): string[] {
  const left = new Set(found)
  const differences = expected.flatMap((wanted) => {
    const match = [...left].find(({ test }) => test === wanted.test)
    if (match === undefined) return [`${wanted.test}\n  - ${describe(wanted)}\n  + no result`]
    left.delete(match)
    return describe(wanted) === describe(match)
      ? []
      : [`${wanted.test}\n  - ${describe(wanted)}\n  + ${describe(match)}`]
  })
  return [...differences, ...[...left].map((extra) => `${extra.test}\n  - no result\n  + ${describe(extra)}`)]
}

function describe({ outcome, evidence }: Result): string {
  return [outcome, ...evidence.map(evidenceText).toSorted()].join('\n      ')
}

function evidenceText({ target, culprit, when, from, redirected }: ReportedEvidence): string {
  const by = culprit === undefined ? '' : ` by ${culprit}`
  const origin = from === undefined ? '' : `, from ${from}`
  return `${target}${by} (${when}${origin}${redirected ? ', redirected' : ''})`
}
