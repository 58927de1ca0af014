import type { PageRun } from '@agentguard/core/report'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { runName, type Entry } from '../model/entry.ts'
import { formatCount } from '../model/format-number.ts'
import { formatDuration } from '../model/format-time.ts'
import { createTicks, createTimeline, type Mark, type Timeline } from '../model/timeline.ts'
import type { TimeRange } from '../model/time-range.ts'
import { outcomeNames, outcomePath } from './outcome-mark.tsx'
import { TimeSelect } from './time-select.tsx'
import { useWidth } from './use-width.ts'

interface Props {
  readonly entries: readonly Entry[]
  readonly runs: readonly PageRun[]
  /** The time that was chosen, and what chooses another: where both are left out, none can be. */
  readonly time?: TimeRange | undefined
  readonly choose?: (time: TimeRange | undefined) => void
}

/** When attempts were made: a lane for each run, a row for each outcome, larger marks where there were more. */
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

/** Half a column of room, so that no mark is cut. */
const EDGE = 8
const COLUMN = 11
const ROW = 18
const LABEL = 20

interface PictureProps {
  readonly timeline: Timeline
  readonly runs: readonly PageRun[]
  readonly width: number
}

function Picture({ timeline, runs, width }: PictureProps): JSX.Element {
  const { outcomes, marks, largest, span, columns } = timeline
  const inner = width - 2 * EDGE
  // Many shards leave one row each.
  const rows = runs.length > 4 ? 1 : outcomes.length
  const label = runs.length > 1 ? LABEL : 6
  const lane = label + rows * ROW
  const height = runs.length * lane + 4
  const rowOf = ({ run, outcome }: Mark): number =>
    run * lane + label + (rows === 1 ? 0 : outcomes.indexOf(outcome)) * ROW + ROW / 2
  return (
    <svg width={width} height={height + 22} viewBox={`0 0 ${width} ${height + 22}`} aria-hidden="true">
      <Ticks span={span} inner={inner} height={height} />
      {runs.map((run, index) => (
        <g key={run.id} class="lane">
          {Array.from({ length: rows }, (_, row) => {
            const y = index * lane + label + row * ROW + ROW / 2
            return <path key={row} d={`M${EDGE} ${y}H${EDGE + (run.duration / span) * inner}`} />
          })}
          {runs.length > 1 && <text y={index * lane + 14}>{runName(run)}</text>}
        </g>
      ))}
      {marks.toReversed().map((mark) => (
        <path
          key={`${mark.run} ${mark.outcome} ${mark.column}`}
          class={`mark ${mark.outcome}`}
          d={outcomePath(
            mark.outcome,
            Math.round(EDGE + ((mark.column + 0.5) / columns) * inner),
            rowOf(mark),
            2.4 + 4.2 * Math.sqrt(mark.count / largest),
          )}
        >
          <title>{markText(mark, timeline)}</title>
        </path>
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

/** The picture in words, for who does not see it. */
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
