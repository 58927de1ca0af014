import type { JSX } from 'preact'
import type { Entry } from '../model/entry.ts'
import { formatCount, formatNumber } from '../model/format-number.ts'
import { formatDuration } from '../model/format-time.ts'
import { formatHash, type PageState } from '../model/page-state.ts'
import { packageText } from '../model/story.ts'
import { LineText } from './line-text.tsx'
import { OutcomeMark, outcomeNames } from './outcome-mark.tsx'

interface Props {
  readonly entry: Entry
  readonly state: PageState | undefined
  readonly isOpen: boolean
  readonly toggle: (id: number) => void
}

/** What was tried, by which test, from where and how often. */
export function AttemptCells({ entry, state, isOpen, toggle }: Props): JSX.Element {
  const { attempt, id } = entry
  const name = attempt.from?.function
  return (
    <>
      <td role="cell" class="what">
        <OutcomeMark outcome={attempt.outcome} />
        <span class="unseen">{outcomeNames[attempt.outcome]}: </span>
        <Target entry={entry} state={state} />
        <p class="note">{noteOf(entry)}</p>
      </td>
      <td role="cell" data-title="Test">
        {attempt.test ?? <em>the file itself</em>}
        <p class="note">{[entry.file, ...circumstances(entry)].join(' · ')}</p>
      </td>
      <td role="cell" data-title="From">
        {attempt.from ? <LineText frame={attempt.from} source={entry.source} /> : <em>unknown line</em>}
        <p class="note">
          {[name, packageText(entry)].filter(Boolean).join(' · ')}
          {attempt.stack.length > 0 && (
            <button
              type="button"
              class="quiet"
              aria-expanded={isOpen}
              aria-controls={isOpen ? `stack-${id}` : undefined}
              onClick={() => toggle(id)}
            >
              {isOpen ? 'Hide stack' : 'Stack'}
              <span class="unseen"> of {attempt.target}</span>
            </button>
          )}
        </p>
      </td>
      <td role="cell" class="number" data-title="Count">
        {formatNumber(attempt.count)}
        {attempt.at !== undefined && <p class="note">at {formatDuration(attempt.at)}</p>}
      </td>
    </>
  )
}

function Target({ entry: { attempt }, state }: Pick<Props, 'entry' | 'state'>): JSX.Element {
  if (state === undefined) return <code class="name">{attempt.target}</code>
  return (
    <a class="name" href={formatHash({ ...state, story: attempt.destination })}>
      {attempt.target}
    </a>
  )
}

function noteOf({ attempt }: Entry): string {
  const { outcome, rule, why, address, proxy, redirects = [] } = attempt
  const decided = outcome === 'allowed' ? rule && `by ${rule}` : why
  return [
    decided,
    address !== undefined && address !== attempt.host && `address ${address}`,
    proxy !== undefined && `through ${proxy}`,
    redirects.length > 0 && `after ${formatCount(redirects.length, 'redirect')}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function circumstances({ attempt: { phase, lateBy, began, candidates, retry, process } }: Entry): readonly string[] {
  const late = lateBy === undefined ? undefined : `${formatDuration(lateBy)} after its end`
  return [
    late ?? (phase === 'test' || phase === 'run' ? undefined : `in ${phase}`),
    began && `from work that began ${began === 'import' ? 'at import' : `in ${began}`}`,
    candidates && `by one of ${candidates.join(', ')}`,
    retry === undefined ? undefined : `retry ${retry}`,
    process,
  ].filter((text) => text !== undefined)
}
