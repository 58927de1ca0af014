import type { JSX } from 'preact'
import { outcomes } from '../model/entry.ts'
import { formatNumber } from '../model/format-number.ts'
import type { Tally } from '../model/tally.ts'
import { OutcomeMark, outcomeNames } from './outcome-mark.tsx'

/** Numbers of attempts by outcome, those that occur. */
export function TallyText({ tally }: { readonly tally: Tally }): JSX.Element {
  return (
    <ul class="tally">
      {outcomes
        .filter((outcome) => tally[outcome] > 0)
        .map((outcome) => (
          <li key={outcome} class={outcome}>
            <OutcomeMark outcome={outcome} />
            <span>{formatNumber(tally[outcome])}</span>
            <span class="unseen"> {outcomeNames[outcome].toLowerCase()}</span>
          </li>
        ))}
    </ul>
  )
}
