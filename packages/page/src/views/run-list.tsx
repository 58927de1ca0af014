import type { PageRun } from '@agentguard/core/report'
import type { JSX } from 'preact'
import { formatCount } from '../model/format-number.ts'
import { formatDuration, formatMoment } from '../model/format-time.ts'

/** Which code ran: what the runs have in common, in one line; and each run. */
export function RunList({ runs }: { readonly runs: readonly PageRun[] }): JSX.Element {
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

/** Project, branch, commit and run of CI; of several runs, what differs is listed side by side. */
export function Sources({ runs }: { readonly runs: readonly PageRun[] }): JSX.Element {
  const sources = runs.flatMap(({ source }) => (source === undefined ? [] : [source]))
  const distinct = (name: 'project' | 'branch' | 'commit' | 'ci'): readonly string[] => [
    ...new Set(sources.flatMap((source) => source[name] ?? [])),
  ]
  return (
    <p class="product">
      <span>agentguard egress report</span>
      {distinct('project').map((project) => (
        <strong key={project}>{project}</strong>
      ))}
      {distinct('branch').map((branch) => (
        <span key={branch}>{branch}</span>
      ))}
      {distinct('commit').map((commit) => (
        <code key={commit} title={commit}>
          {commit.slice(0, 8)}
        </code>
      ))}
      {distinct('ci')
        .filter((url) => /^https?:\/\//.test(url))
        .map((url, index, all) => (
          <a key={url} href={url}>
            CI run{all.length > 1 ? ` ${index + 1}` : ''}
          </a>
        ))}
    </p>
  )
}

function runTitle({ runner, runnerVersion, shard }: PageRun): string {
  const version = runnerVersion === undefined ? runner : `${runner} ${runnerVersion}`
  return shard === undefined ? version : `${version}, shard ${shard}`
}

const SHOWN = 6
