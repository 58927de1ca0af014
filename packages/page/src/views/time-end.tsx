import type { JSX } from 'preact'
import { formatDuration } from '../model/format-time.ts'
import type { ColumnRange } from '../model/time-range.ts'
import type { Timeline } from '../model/timeline.ts'

interface Props {
  /** Which end of the range. */
  readonly end: 0 | 1
  readonly range: ColumnRange
  readonly timeline: Timeline
  /** Pixels between the side of the picture and its first column. */
  readonly edge: number
  readonly height: string
  /** While it moves. */
  readonly moved: (range: ColumnRange) => void
  readonly letGo: (range: ColumnRange) => void
}

/** One end of a stretch of time: a slider whose thumb is where the picture has that moment. */
export function TimeEnd({ end, range, timeline, edge, height, moved, letGo }: Props): JSX.Element {
  return (
    <input
      type="range"
      min={0}
      max={timeline.columns}
      step={1}
      value={range[end]}
      aria-label={end === 0 ? 'Listed from' : 'Listed until'}
      aria-valuetext={formatDuration(range[end] * timeline.step)}
      style={{ left: `${edge - THUMB / 2}px`, width: `calc(100% - ${2 * edge - THUMB}px)`, height }}
      onInput={({ currentTarget }) => moved(withEnd(range, end, currentTarget))}
      onChange={({ currentTarget }) => letGo(withEnd(range, end, currentTarget))}
    />
  )
}

/** The range with one end where its slider is; the ends never pass each other. */
function withEnd([first, last]: ColumnRange, end: 0 | 1, slider: HTMLInputElement): ColumnRange {
  const { valueAsNumber: value } = slider
  const next: ColumnRange = end === 0 ? [Math.min(value, last - 1), last] : [first, Math.max(value, first + 1)]
  slider.valueAsNumber = next[end]
  return next
}

/** Width of a thumb in pixels, as in the style sheet. */
const THUMB = 24
