import type { StackFrame } from '@agentguard/core/report'
import type { JSX } from 'preact'
import { frameText } from '../model/frame-text.ts'
import { lineHref, type LineSource } from '../model/line-href.ts'

interface Props {
  readonly frame: StackFrame
  readonly source: LineSource | undefined
}

/** A line of code, with a link to it where one is known. */
export function LineText({ frame, source }: Props): JSX.Element {
  const href = lineHref(source, frame)
  const text = <code>{frameText(frame)}</code>
  return href === undefined ? text : <a href={href}>{text}</a>
}
