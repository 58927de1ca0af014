import type { JSX } from 'preact'
import type { Known } from '../model/decision.ts'
import { formatNumber } from '../model/format-number.ts'
import type { Group, GroupedBy } from '../model/group-entries.ts'
import { formatHash, type PageState } from '../model/page-state.ts'
import { TallyText } from './tally-text.tsx'

interface Props {
  readonly group: Group
  readonly by: GroupedBy
  readonly state: PageState
  /** What the parts of a group are called. */
  readonly parts: string
}

/** A group as a row: its name and what is known of it, then numbers. */
export function GroupCells({ group, by, state, parts }: Props): JSX.Element {
  return (
    <>
      <th scope="row" role="rowheader">
        <a href={hrefOf(group.name, by, state)} class="name">
          {group.name}
        </a>
        {by === 'destination' && <Tags known={group} />}
        {group.note !== undefined && <p class="note">{group.note}</p>}
      </th>
      <td role="cell" data-title="Attempts">
        <TallyText tally={group.tally} />
      </td>
      <td role="cell" class="parts" data-title={parts}>
        <span>
          {group.parts.slice(0, SHOWN).join(', ')}
          {group.parts.length > SHOWN && ` and ${formatNumber(group.parts.length - SHOWN)} more`}
        </span>
      </td>
      <td role="cell" class="number" data-title="Tests">
        {formatNumber(group.tests)}
      </td>
    </>
  )
}

/** What is known of a destination at once. Its name and owner show whether it is on this machine. */
export function Tags({ known: { isNew, kind } }: { readonly known: Known }): JSX.Element {
  return (
    <>
      {isNew && <span class="tag new">new</span>}
      {kind !== undefined && kind !== 'this machine' && <span class="tag">{kind}</span>}
    </>
  )
}

function hrefOf(name: string, by: GroupedBy, state: PageState): string {
  if (by === 'destination') return formatHash({ ...state, story: name })
  const { sort: _, ...rest } = state
  if (by === 'package') return formatHash({ ...rest, view: 'destinations', package: name })
  return formatHash({ ...rest, view: 'attempts', file: name })
}

const SHOWN = 3
