import type { PageRun } from '@agentguard/core/report'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { isPackage, type Entry } from '../model/entry.ts'
import { filterEntries, noFilter } from '../model/filter.ts'
import { formatCount, formatNumber } from '../model/format-number.ts'
import { groupEntries, type Group, type GroupedBy } from '../model/group-entries.ts'
import { withTime, type PageState } from '../model/page-state.ts'
import { tallyOf, totalOf } from '../model/tally.ts'
import type { TimeRange } from '../model/time-range.ts'
import { AttemptTable } from './attempt-table.tsx'
import { CopyLists } from './copy-lists.tsx'
import { FilterBar } from './filter-bar.tsx'
import { GroupTable } from './group-table.tsx'
import { TimelinePicture } from './timeline-picture.tsx'
import type { Show } from './use-page-state.ts'
import { ViewLinks } from './view-links.tsx'

interface Props {
  readonly entries: readonly Entry[]
  readonly runs: readonly PageRun[]
  readonly state: PageState
  readonly show: Show
}

/** One of the lists, and the timeline, of what the filters leave. */
export function ListView({ entries, runs, state, show }: Props): JSX.Element {
  const { view, story: _, time, ...filter } = state
  // The picture also shows what is outside the chosen time.
  const found = useMemo(() => filterEntries(entries, filter), [entries, JSON.stringify(filter)])
  const shown = useMemo(
    () => (time === undefined ? found : filterEntries(found, { ...noFilter, time })),
    [found, time?.from, time?.to],
  )
  const by = GROUPS[view]
  const groups = useMemo(() => (by === undefined ? [] : groupEntries(shown, by)), [shown, by])
  // One step back leads to the whole time, however often the choice was changed.
  const choose = (next: TimeRange | undefined): void => show(withTime(state, next), time && next && 'replace')
  return (
    <>
      <section aria-labelledby="what">
        <h2 id="what" class="unseen">
          What was reached or tried
        </h2>
        <ViewLinks state={state} />
        <FilterBar entries={entries} runs={runs} state={state} show={show} />
        <div class="result">
          <p role="status">{describeResult(shown, entries, by === undefined ? undefined : countGroups(groups, by))}</p>
          <button type="button" class="quiet" onClick={showTimes}>
            Over time
          </button>
          <CopyLists entries={shown} />
        </div>
        {shown.length === 0 ? (
          <div class="empty">
            <p>Nothing matches these filters.</p>
            <button type="button" onClick={() => show({ view, ...noFilter })}>
              Show everything
            </button>
          </div>
        ) : by === undefined ? (
          <AttemptTable entries={shown} sorting={{ state, show }} />
        ) : (
          <GroupTable groups={groups} by={by} state={state} show={show} />
        )}
      </section>
      <section aria-labelledby="over-time">
        <h2 id="over-time" tabIndex={-1}>
          Over time
        </h2>
        <TimelinePicture entries={found} runs={runs} time={time} choose={choose} />
      </section>
    </>
  )
}

/** Below a long list, the picture is far away. */
function showTimes(): void {
  const heading = document.querySelector<HTMLElement>('#over-time')
  heading?.scrollIntoView()
  heading?.focus({ preventScroll: true })
}

/** The project's own code has a row among the packages, but is not a package. */
function countGroups(groups: readonly Group[], by: GroupedBy): string {
  const others = by === 'package' ? groups.filter(({ name }) => !isPackage(name)).map(({ name }) => name) : []
  return [formatCount(groups.length - others.length, NAMES[by]), ...others].join(', ')
}

function describeResult(shown: readonly Entry[], all: readonly Entry[], groups: string | undefined): string {
  const [some, total] = [totalOf(tallyOf(shown)), totalOf(tallyOf(all))]
  const attempts =
    some === total ? formatCount(total, 'attempt') : `${formatNumber(some)} of ${formatCount(total, 'attempt')}`
  return groups === undefined ? attempts : `${groups}, ${attempts}`
}

const GROUPS: Readonly<Record<PageState['view'], GroupedBy | undefined>> = {
  destinations: 'destination',
  packages: 'package',
  files: 'file',
  attempts: undefined,
}

const NAMES: Readonly<Record<GroupedBy, string>> = {
  destination: 'destination',
  package: 'package',
  file: 'test file',
}
