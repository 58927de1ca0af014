import type { PageRun } from '@agentguard/core/report'
import type { JSX, RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { outcomes, runName, type Entry } from '../model/entry.ts'
import { filterFields, isFiltering, noFilter } from '../model/filter.ts'
import { formatNumber } from '../model/format-number.ts'
import { toggleNew, toggleOutcome, withField, type PageState } from '../model/page-state.ts'
import { countBy, tallyOf, type Counted } from '../model/tally.ts'
import { OutcomeMark, outcomeNames } from './outcome-mark.tsx'
import type { Show } from './use-page-state.ts'

interface Props {
  readonly entries: readonly Entry[]
  readonly runs: readonly PageRun[]
  readonly state: PageState
  readonly show: Show
}

/** Search, and the filters that narrow every view. */
export function FilterBar({ entries, runs, state, show }: Props): JSX.Element {
  const search = useRef<HTMLInputElement>(null)
  useSlash(search)
  return (
    <search class="filter-bar">
      <form onSubmit={(event) => event.preventDefault()}>
        <label class="search">
          <span class="unseen">Search attempts</span>
          <input
            type="search"
            ref={search}
            aria-keyshortcuts="/"
            placeholder="Press / to search hosts, packages, tests, lines"
            value={state.query}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => show({ ...state, query: currentTarget.value }, 'replace')}
          />
        </label>
        <Outcomes entries={entries} state={state} show={show} />
        {entries.some(({ attempt }) => attempt.isNew) && (
          <button
            type="button"
            class="toggle"
            aria-pressed={state.isNew === true}
            onClick={() => show(toggleNew(state))}
          >
            New since the lock
          </button>
        )}
        <Fields entries={entries} runs={runs} state={state} show={show} />
        {isFiltering(state) && (
          <button type="button" class="clear" onClick={() => show({ view: state.view, ...noFilter })}>
            Clear filters
          </button>
        )}
      </form>
    </search>
  )
}

/** A slash moves the focus to the search, unless it is typed into a field. */
function useSlash(search: RefObject<HTMLInputElement | null>): void {
  // Before the first paint: a reader may press a key as soon as they see the page.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event
      const isTyped = target instanceof HTMLElement && target.matches('input:not([type=range]), select, textarea')
      if (key !== '/' || ctrlKey || metaKey || altKey || isTyped) return
      event.preventDefault()
      search.current?.focus()
      search.current?.select()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

function Outcomes({ entries, state, show }: Omit<Props, 'runs'>): JSX.Element {
  const tally = useMemo(() => tallyOf(entries), [entries])
  return (
    <fieldset class="outcomes">
      <legend class="unseen">Outcome</legend>
      {outcomes
        .filter((outcome) => tally[outcome] > 0)
        .map((outcome) => (
          <button
            key={outcome}
            type="button"
            class={outcome}
            aria-pressed={state.outcomes.includes(outcome)}
            onClick={() => show(toggleOutcome(state, outcome))}
          >
            <OutcomeMark outcome={outcome} />
            {outcomeNames[outcome]}
          </button>
        ))}
    </fieldset>
  )
}

/** A destination is chosen in its own list, or in its story. */
function Fields({ entries, runs, state, show }: Props): JSX.Element {
  const choices = useMemo(() => createChoices(entries, runs), [entries, runs])
  return (
    <div class="fields">
      {filterFields
        .filter((field) => state[field] !== undefined || (choices[field].length > 1 && field !== 'destination'))
        .map((field) => (
          <label key={field}>
            <span class="unseen">{FIELDS[field].one}</span>
            <select
              value={state[field] ?? ''}
              class={state[field] === undefined ? '' : 'set'}
              onChange={({ currentTarget }) => show(withField(state, field, currentTarget.value))}
            >
              <option value="">{FIELDS[field].all}</option>
              {choices[field].map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
    </div>
  )
}

interface Choice {
  readonly value: string
  readonly text: string
}

function createChoices(
  entries: readonly Entry[],
  runs: readonly PageRun[],
): Readonly<Record<(typeof filterFields)[number], readonly Choice[]>> {
  const counted = (valueOf: (entry: Entry) => string): readonly Choice[] =>
    countBy(entries, (entry) => [valueOf(entry)]).map(choiceOf)
  return {
    channel: counted(({ attempt }) => attempt.channel),
    package: counted((entry) => entry.package),
    file: counted(({ file }) => file),
    destination: counted(({ attempt }) => attempt.destination),
    run: runs.map((run) => ({ value: run.id, text: runName(run) })),
  }
}

function choiceOf({ value, count }: Counted): Choice {
  return { value, text: `${value} (${formatNumber(count)})` }
}

const FIELDS = {
  channel: { one: 'Channel', all: 'All channels' },
  package: { one: 'Package', all: 'All packages' },
  file: { one: 'Test file', all: 'All test files' },
  destination: { one: 'Destination', all: 'All destinations' },
  run: { one: 'Run', all: 'All runs' },
} as const
