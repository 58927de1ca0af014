import type { PageRun } from '@agentguard/core/report'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { runName, type Entry, type Outcome } from '../model/entry.ts'
import { formatCount } from '../model/format-number.ts'
import { formatDuration } from '../model/format-time.ts'
import { createBars, createTicks, createTimeline, type Mark, type Timeline } from '../model/timeline.ts'
import type { TimeRange } from '../model/time-range.ts'
import { outcomeNames } from './outcome-mark.tsx'
import { TimeSelect } from './time-select.tsx'
import { useWidth } from './use-width.ts'

interface Props {
  readonly entries: readonly Entry[]
  readonly runs: readonly PageRun[]
  /** The chosen time, and the callback that chooses another; without both, no time can be chosen. */
  readonly time?: TimeRange | undefined
  readonly choose?: (time: TimeRange | undefined) => void
}

/** When attempts were made: a lane for each run, a row for each outcome, higher bars where there were more. */
export function TimelinePicture({ entries, runs, time, choose }: Props): JSX.Element | null {
  const [figure, width] = useWidth<HTMLElement>(900)
  const columns = Math.max(10, Math.floor((width - 2 * EDGE) / COLUMN))
  const timeline = useMemo(() => createTimeline(entries, runs, columns), [entries, runs, columns])
  const picture = useMemo(
    () => timeline.marks.length > 0 && <Picture timeline={timeline} runs={runs} width={width} />,
    [timeline, runs, width],
  )
  return (
    <figure class="timeline" ref={figure}>
      {picture !== false && choose !== undefined ? (
        <TimeSelect timeline={timeline} edge={EDGE} time={time} choose={choose}>
          {picture}
        </TimeSelect>
      ) : (
        picture
      )}
      <figcaption>
        {describe(timeline, runs)}
        {timeline.undated > 0 && ` ${formatCount(timeline.undated, 'attempt')} without a time not shown.`}
      </figcaption>
    </figure>
  )
}

/** Room for the thumbs of the two ends. */
const EDGE = 8
const COLUMN = 6
/** A row has its name above its bars. */
const ROW = { height: 40, bars: 22 }
const LABEL = 20

/** One attempt among thousands is still seen. */
const MINIMUM = 2

interface PictureProps {
  readonly timeline: Timeline
  readonly runs: readonly PageRun[]
  readonly width: number
}

function Picture({ timeline, runs, width }: PictureProps): JSX.Element {
  const { outcomes, span, columns } = timeline
  const inner = width - 2 * EDGE
  // Many shards leave one row each, where bars are stacked.
  const names: readonly (Outcome | undefined)[] = runs.length > 4 ? [undefined] : outcomes
  const label = runs.length > 1 ? LABEL : 0
  const lane = label + names.length * ROW.height
  const height = runs.length * lane + 4
  const baseOf = (run: number, row: number): number => run * lane + label + (row + 1) * ROW.height - 2
  const bars = createBars(timeline, names.length === 1 && names[0] === undefined)
  const wide = Math.max(1, inner / columns - 1)
  return (
    <svg width={width} height={height + 22} viewBox={`0 0 ${width} ${height + 22}`} aria-hidden="true">
      <Ticks span={span} inner={inner} height={height} />
      {runs.map((run, index) => (
        <g key={run.id} class="lane">
          {names.map((outcome, row) => (
            <g key={outcome ?? 'all'}>
              <path d={`M${EDGE} ${baseOf(index, row)}H${EDGE + (run.duration / span) * inner}`} />
              {outcome !== undefined && (
                <text x={EDGE} y={baseOf(index, row) - ROW.bars - 4}>
                  {outcomeNames[outcome]}
                </text>
              )}
            </g>
          ))}
          {runs.length > 1 && (
            <text class="run" y={index * lane + 14}>
              {runName(run)}
            </text>
          )}
        </g>
      ))}
      {bars.map(({ mark, from, to }) => (
        <rect
          key={`${mark.run} ${mark.outcome} ${mark.column}`}
          class={`mark ${mark.outcome}`}
          x={EDGE + (mark.column / columns) * inner}
          y={baseOf(mark.run, Math.max(0, names.indexOf(mark.outcome))) - to * ROW.bars}
          width={wide}
          height={Math.max(MINIMUM, (to - from) * ROW.bars)}
        >
          <title>{markText(mark, timeline)}</title>
        </rect>
      ))}
    </svg>
  )
}

function Ticks({ span, inner, height }: { span: number; inner: number; height: number }): JSX.Element {
  return (
    <>
      {createTicks(span, inner / 110).map((time) => (
        <g key={time} class="tick" transform={`translate(${EDGE + (time / span) * inner} 0)`}>
          <path d={`M0 0V${height}`} />
          <text y={height + 16} text-anchor={time === 0 ? 'start' : time > span * 0.96 ? 'end' : 'middle'}>
            {formatDuration(time)}
          </text>
        </g>
      ))}
    </>
  )
}

function markText({ column, count, outcome, destinations }: Mark, { step }: Timeline): string {
  const when = `${formatDuration(column * step)} to ${formatDuration((column + 1) * step)}`
  return `${when}: ${formatCount(count, 'attempt')} ${outcomeNames[outcome].toLowerCase()}, ${formatCount(destinations, 'destination')}`
}

/** The picture in words, for readers who do not see it. */
function describe({ marks, step, span }: Timeline, runs: readonly PageRun[]): string {
  const busiest = marks.reduce<Mark | undefined>(
    (most, mark) => (mark.count > (most?.count ?? 0) ? mark : most),
    undefined,
  )
  if (busiest === undefined) return 'No attempt to show in time.'
  const run = runs.length > 1 ? runs[busiest.run] : undefined
  const where = run === undefined ? '' : ` of ${runName(run)}`
  return (
    `Attempts over ${formatDuration(span)}, by the time of the first of their kind. ` +
    `Most at ${formatDuration(busiest.column * step)}${where}: ${formatCount(busiest.count, 'attempt')} ${outcomeNames[busiest.outcome].toLowerCase()}.`
  )
}
