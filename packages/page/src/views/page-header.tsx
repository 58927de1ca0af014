import type { PageEvidence } from '@agentguard/core/report'
import type { JSX } from 'preact'
import type { Entry } from '../model/entry.ts'
import { formatNumber } from '../model/format-number.ts'
import { isOpen } from '../model/decision.ts'
import { createHeadline, describeOutcome, describeRuns } from '../model/headline.ts'
import { tallyOf } from '../model/tally.ts'
import { RunList, Sources } from './run-list.tsx'

interface Props {
  readonly evidence: PageEvidence
  readonly entries: readonly Entry[]
}

/** What the evidence says in one sentence, its figures, and the runs it comes from. */
export function PageHeader({ evidence, entries }: Props): JSX.Element {
  const tally = tallyOf(entries)
  const distinct = (valueOf: (entry: Entry) => string | undefined): number =>
    new Set(entries.map(valueOf).filter((value) => value !== undefined)).size
  const decisions = countDecisions(entries)
  const figures: readonly (readonly [name: string, value: number])[] = [
    ['blocked', tally.blocked],
    ...(tally.audited > 0 ? [['seen in audit', tally.audited] as const] : []),
    ...(tally.muted > 0 ? [['muted', tally.muted] as const] : []),
    ['allowed', tally.allowed],
    ['destinations', distinct(({ attempt }) => attempt.destination)],
    ...(entries.some(({ attempt }) => attempt.isNew)
      ? [['new destinations', distinct(({ attempt }) => (attempt.isNew ? attempt.destination : undefined))] as const]
      : []),
    ['packages', distinct(({ attempt }) => attempt.chosen?.name)],
    ['test files', distinct(({ attempt, file }) => (attempt.file === undefined ? undefined : file))],
  ]
  return (
    <header class="page-header">
      <Sources runs={evidence.runs} />
      <h1>{createHeadline(decisions, tally)}</h1>
      <p class="lead">
        {decisions > 0 && `${describeOutcome(tally)}. `}
        {describeRuns(evidence)}
      </p>
      {evidence.unguarded !== undefined && <p class="lead unguarded">{evidence.unguarded}</p>}
      {entries.length > 0 && (
        <dl class="figures">
          {figures.map(([name, value]) => (
            <div key={name} class={value === 0 ? 'none' : ''}>
              <dt>{name}</dt>
              <dd>{formatNumber(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <RunList runs={evidence.runs} />
    </header>
  )
}

function countDecisions(entries: readonly Entry[]): number {
  return new Set(entries.filter(({ attempt }) => isOpen(attempt)).map(({ attempt }) => attempt.destination)).size
}
