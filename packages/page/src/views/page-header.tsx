import type { PageEvidence, PageRun } from '@agentguard/core/report'
import type { JSX } from 'preact'
import type { Entry } from '../model/entry.ts'
import { formatCount, formatNumber } from '../model/format-number.ts'
import { formatDuration, formatMoment } from '../model/format-time.ts'
import { createHeadline, describeRuns } from '../model/headline.ts'
import { tallyOf } from '../model/tally.ts'

interface Props {
  readonly evidence: PageEvidence
  readonly entries: readonly Entry[]
}

/** What the evidence says in one sentence, its figures, and the runs it comes from. */
export function PageHeader({ evidence, entries }: Props): JSX.Element {
  const tally = tallyOf(entries)
  const distinct = (valueOf: (entry: Entry) => string | undefined): number =>
    new Set(entries.map(valueOf).filter((value) => value !== undefined)).size
  const figures: readonly (readonly [name: string, value: number])[] = [
    ['blocked', tally.blocked],
    ...(tally.audited > 0 ? [['seen in audit', tally.audited] as const] : []),
    ...(tally.muted > 0 ? [['muted', tally.muted] as const] : []),
    ['allowed', tally.allowed],
    ['destinations', distinct(({ attempt }) => attempt.destination)],
    ['packages', distinct(({ attempt }) => attempt.culprit?.name)],
    ['test files', distinct(({ attempt, file }) => (attempt.file === undefined ? undefined : file))],
  ]
  return (
    <header class="page-header">
      <p class="product">agentguard egress report</p>
      <h1>{createHeadline(tally)}</h1>
      <p class="lead">{describeRuns(evidence)}</p>
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
      <Runs runs={evidence.runs} />
    </header>
  )
}

function Runs({ runs }: { readonly runs: readonly PageRun[] }): JSX.Element {
  return (
    <ul class="runs">
      {runs.slice(0, SHOWN).map((run) => (
        <li key={run.id}>
          <strong>{runTitle(run)}</strong>
          {[`Node ${run.node}`, run.platform, formatMoment(run.startedAt), formatDuration(run.duration)]
            .filter(Boolean)
            .map((text) => (
              <span key={text}>{text}</span>
            ))}
        </li>
      ))}
      {runs.length > SHOWN && <li>and {formatCount(runs.length - SHOWN, 'more run')}</li>}
    </ul>
  )
}

function runTitle({ runner, runnerVersion, shard }: PageRun): string {
  const version = runnerVersion === undefined ? runner : `${runner} ${runnerVersion}`
  return shard === undefined ? version : `${version}, shard ${shard}`
}

const SHOWN = 6
