import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { formatDuration } from '../model/format-time.ts'
import { type ColumnRange, columnsOfTime, type TimeRange, timeOfColumns } from '../model/time-range.ts'
import type { Timeline } from '../model/timeline.ts'
import { TimeEnd } from './time-end.tsx'
import { useDrawAcross } from './use-draw-across.ts'

interface Props {
  readonly timeline: Timeline
  /** Pixels between the side of the picture and its first column. */
  readonly edge: number
  readonly time: TimeRange | undefined
  readonly choose: (time: TimeRange | undefined) => void
  /** The picture. */
  readonly children: ComponentChildren
}

/**
 * Lets a reader choose a stretch of time: by a pointer that is drawn across the picture, or by its two ends, which are sliders.
 *
 * Until the pointer or the slider is let go, only the picture shows it: to filter ten thousand attempts takes longer than a frame.
 */
export function TimeSelect({ timeline, edge, time, choose, children }: Props): JSX.Element {
  const [draft, setDraft] = useState<ColumnRange>()
  const range = draft ?? columnsOfTime(time, timeline)
  const shown = draft === undefined ? time : timeOfColumns(draft, timeline)
  const letGo = (next: ColumnRange): void => {
    setDraft(undefined)
    choose(timeOfColumns(next, timeline))
  }
  const clear = (): void => {
    if (time !== undefined) choose(undefined)
  }
  const pointer = useDrawAcross({ timeline, edge, drawn: setDraft, letGo, click: clear })
  return (
    <>
      <div class="plot" {...pointer}>
        {children}
        <Outside edge={edge} range={range} columns={timeline.columns} />
        <fieldset class={`time-select${shown === undefined ? '' : ' set'}`}>
          <legend class="unseen">Time that is listed</legend>
          {([0, 1] as const).map((end) => (
            <TimeEnd key={end} {...{ end, range, timeline, edge, height: HEIGHT.thumbs, moved: setDraft, letGo }} />
          ))}
        </fieldset>
      </div>
      <Choice time={shown} clear={clear} />
    </>
  )
}

/** The choice in words, and a button that undoes it. */
function Choice({ time, clear }: { readonly time: TimeRange | undefined; readonly clear: () => void }): JSX.Element {
  if (time === undefined) return <p class="note selected">Drag across the picture to list a part of it.</p>
  const { from, to } = time
  const text = to === undefined ? `from ${formatDuration(from)} on` : `${formatDuration(from)} to ${formatDuration(to)}`
  return (
    <p class="note selected">
      Listed: {text}
      <button type="button" class="quiet" onClick={clear}>
        Show the whole time
      </button>
    </p>
  )
}

interface OutsideProps {
  readonly edge: number
  readonly range: ColumnRange
  readonly columns: number
}

/** Covers the rest of the picture. */
function Outside({ edge, range: [first, end], columns }: OutsideProps): JSX.Element {
  const at = (column: number): string => `calc(${edge}px + (100% - ${2 * edge}px) * ${column / columns})`
  return (
    <>
      {first > 0 && <div class="outside" style={{ left: '0', width: at(first), height: HEIGHT.picture }} />}
      {end < columns && <div class="outside" style={{ left: at(end), right: '0', height: HEIGHT.picture }} />}
    </>
  )
}

/** The times are below the picture; the thumbs reach down to them, past the marks. */
const HEIGHT = { picture: 'calc(100% - 22px)', thumbs: 'calc(100% - 16px)' }
