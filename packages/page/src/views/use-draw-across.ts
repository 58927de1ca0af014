import type { PointerEventHandler } from 'preact'
import { useRef } from 'preact/hooks'
import { type ColumnRange, columnsBetween } from '../model/time-range.ts'
import type { Timeline } from '../model/timeline.ts'

/** The callbacks for a pointer that is drawn across a picture of time. */
export interface DrawAcross {
  readonly timeline: Timeline
  /** Pixels between the side of the picture and its first column. */
  readonly edge: number
  /** While it is drawn; without columns, drawing was cancelled. */
  readonly drawn: (range: ColumnRange | undefined) => void
  readonly letGo: (range: ColumnRange) => void
  readonly click: () => void
}

type Handler = PointerEventHandler<HTMLElement>

/** The handlers of a picture that a pointer can be drawn across. */
export function useDrawAcross({ timeline, edge, drawn, letGo, click }: DrawAcross): {
  readonly [Name in 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel']: Handler
} {
  const begin = useRef<{ readonly x: number; range?: ColumnRange }>(null)
  const columnAt = (x: number, picture: HTMLElement): number => {
    const { left, width } = picture.getBoundingClientRect()
    return ((x - left - edge) / (width - 2 * edge)) * timeline.columns
  }
  return {
    onPointerDown: ({ currentTarget, target, button, isPrimary, clientX, pointerId }) => {
      if (button !== 0 || !isPrimary || target instanceof HTMLInputElement) return
      currentTarget.setPointerCapture(pointerId)
      begin.current = { x: clientX }
    },
    onPointerMove: ({ currentTarget, clientX }) => {
      const { current } = begin
      if (current === null || (current.range === undefined && Math.abs(clientX - current.x) < MOVED)) return
      current.range = columnsBetween(columnAt(current.x, currentTarget), columnAt(clientX, currentTarget), timeline)
      drawn(current.range)
    },
    onPointerUp: () => {
      const { current } = begin
      begin.current = null
      if (current?.range !== undefined) letGo(current.range)
      else if (current !== null) click()
    },
    onPointerCancel: () => {
      begin.current = null
      drawn(undefined)
    },
  }
}

/** From this many pixels on, a click is a movement. */
const MOVED = 4
