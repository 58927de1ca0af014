import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll } from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useReducer, useState } from 'preact/hooks'

/** The rows of a long table that are drawn, and the space of the others. */
export interface VirtualRows {
  readonly indexes: readonly number[]
  /** Height of what is left out above and below, in CSS pixels. */
  readonly before: number
  readonly after: number
  /** Reference of each row; a row also carries its `data-index`. */
  readonly measure: (row: HTMLElement | null) => void
}

/** Up to here all rows are drawn: the browser's own search and a printer find them. */
const DRAWN = 200

/** Draws the part of a long table that the window shows. */
export function useVirtualRows(count: number, estimate: number, table: RefObject<HTMLElement | null>): VirtualRows {
  const [, redraw] = useReducer<number, undefined>((drawn) => drawn + 1, 0)
  const [scrollMargin, setScrollMargin] = useState(0)
  const options = {
    count,
    enabled: count > DRAWN,
    scrollMargin,
    overscan: 10,
    estimateSize: () => estimate,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    onChange: () => redraw(undefined),
  }
  const virtualizer = useMemo(() => new Virtualizer<Window, HTMLElement>(options), [])
  virtualizer.setOptions(options)
  // The library's own adapters for frameworks call these two.
  // oxlint-disable-next-line no-underscore-dangle
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => {
    // oxlint-disable-next-line no-underscore-dangle
    virtualizer._willUpdate()
    if (table.current) setScrollMargin(Math.round(table.current.getBoundingClientRect().top + scrollY))
  })
  if (count <= DRAWN)
    return { indexes: Array.from({ length: count }, (_, index) => index), before: 0, after: 0, measure }
  const rows = virtualizer.getVirtualItems()
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    indexes: rows.map(({ index }) => index),
    before: first ? first.start - scrollMargin : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - scrollMargin) : virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
  }
}

const measure = (): void => {}
