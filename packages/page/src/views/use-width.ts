import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** Width of an element in CSS pixels, kept up to date. */
export function useWidth<T extends Element>(initial: number): readonly [RefObject<T | null>, number] {
  const element = useRef<T>(null)
  const [width, setWidth] = useState(initial)
  useEffect(() => {
    if (element.current === null) return undefined
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width]
}
