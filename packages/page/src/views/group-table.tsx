import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { formatNumber } from '../model/format-number.ts'
import type { Group, GroupedBy } from '../model/group-entries.ts'
import { formatHash, type PageState } from '../model/page-state.ts'
import { TallyText } from './tally-text.tsx'
import { useVirtualRows } from './use-virtual-rows.ts'

interface Props {
  readonly groups: readonly Group[]
  readonly by: GroupedBy
  readonly state: PageState
}

/** One row for each destination, package or test file; its name leads to what is behind it. */
export function GroupTable({ groups, by, state }: Props): JSX.Element {
  const table = useRef<HTMLTableElement>(null)
  const { indexes, before, after, measure } = useVirtualRows(groups.length, 64, table)
  const columns = [TITLES[by].name, 'Attempts', TITLES[by].parts, 'Tests']
  return (
    <table class="groups" ref={table} role="table" aria-rowcount={groups.length + 1} aria-label={TITLES[by].caption}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {columns.map((title) => (
            <th key={title} scope="col" role="columnheader">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <Gap height={before} />
      <tbody role="rowgroup">
        {indexes.map((index) => {
          const group = groups[index]
          return (
            group && (
              <tr key={group.name} role="row" aria-rowindex={index + 2} data-index={index} ref={measure}>
                <GroupCells group={group} by={by} state={state} />
              </tr>
            )
          )
        })}
      </tbody>
      <Gap height={after} />
    </table>
  )
}

/** The room of rows that are not drawn. */
export function Gap({ height }: { readonly height: number }): JSX.Element | null {
  return height > 0 ? <tbody aria-hidden="true" class="gap" style={{ height: `${height}px` }} /> : null
}

function GroupCells({ group, by, state }: { readonly group: Group } & Omit<Props, 'groups'>): JSX.Element {
  return (
    <>
      <th scope="row" role="rowheader">
        <a href={hrefOf(group.name, by, state)} class="name">
          {group.name}
        </a>
        {group.note !== undefined && <p class="note">{group.note}</p>}
      </th>
      <td role="cell" data-title="Attempts">
        <TallyText tally={group.tally} />
      </td>
      <td role="cell" class="parts" data-title={TITLES[by].parts}>
        {group.parts.slice(0, SHOWN).join(', ')}
        {group.parts.length > SHOWN && ` and ${formatNumber(group.parts.length - SHOWN)} more`}
      </td>
      <td role="cell" class="number" data-title="Tests">
        {formatNumber(group.tests)}
      </td>
    </>
  )
}

function hrefOf(name: string, by: GroupedBy, state: PageState): string {
  if (by === 'destination') return formatHash({ ...state, story: name })
  if (by === 'package') return formatHash({ ...state, view: 'destinations', package: name })
  return formatHash({ ...state, view: 'attempts', file: name })
}

const SHOWN = 3

const TITLES = {
  destination: { name: 'Destination', parts: 'Packages', caption: 'Destinations' },
  package: { name: 'Package', parts: 'Destinations', caption: 'Packages' },
  file: { name: 'Test file', parts: 'Destinations', caption: 'Test files' },
} as const
