import type { JSX } from 'preact'
import type { Entry } from '../model/entry.ts'
import { frameText } from '../model/frame-text.ts'
import { LineText } from './line-text.tsx'

/** The caller's frames, innermost first. */
export function StackList({ entry }: { readonly entry: Entry }): JSX.Element {
  const { stack, from } = entry.attempt
  const own = from && frameText(from)
  return (
    <ol class="frames" aria-label="Stack">
      {stack.map((frame, index) => (
        <li key={index} class={frameText(frame) === own ? 'own' : ''}>
          <LineText frame={frame} source={entry.source} />
          {frame.function !== undefined && <span> {frame.function}</span>}
        </li>
      ))}
    </ol>
  )
}
