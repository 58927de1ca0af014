import type { JSX } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import { arrangeRows, plainRows, type Row } from '../model/arrange-rows.ts'
import { formatCount } from '../model/format-number.ts'
import type { Group, GroupedBy } from '../model/group-entries.ts'
import type { PageState } from '../model/page-state.ts'
import { sortGroups } from '../model/sort.ts'
import { GroupCells } from './group-cells.tsx'
import { SortHead } from './sort-head.tsx'
import type { Show } from './use-page-state.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

interface Props {
  readonly groups: readonly Group[]
  readonly by: GroupedBy
  readonly state: PageState
  readonly show: Show
}

/** One row for each destination, package or test file; its name links to its attempts. */
export function GroupTable({ groups, by, state, show }: Props): JSX.Element {
  const table = useRef<HTMLTableElement>(null)
  const { sort } = state
  const rows = useMemo(
    () => (by === 'destination' && sort === undefined ? arrangeRows(groups) : plainRows(sortGroups(groups, sort))),
    [groups, by, sort?.key, sort?.isDown],
  )
  const { indexes, before, after, measure } = useVirtualRows(rows.length, 64, table)
  const { name, parts, caption } = TITLES[by]
  return (
    <table class="groups" ref={table} role="table" aria-rowcount={rows.length + 1} aria-label={caption}>
      <SortHead
        columns={[
          { title: name, key: 'name' },
          { title: 'Attempts', key: 'attempts' },
          { title: parts },
          { title: 'Tests', key: 'tests' },
        ]}
        sorting={{ state, show }}
      />
      <Gap height={before} />
      <tbody role="rowgroup">
        {indexes.map((index) => {
          const row = rows[index]
          return (
            row && (
              <tr
                key={keyOf(row)}
                role="row"
                class={classOf(row)}
                aria-rowindex={index + 2}
                data-index={index}
                ref={measure}
              >
                {row.kind === 'group' ? (
                  <GroupCells group={row.group} by={by} state={state} parts={parts} />
                ) : (
                  <Heading row={row} />
                )}
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

function Heading({ row }: { readonly row: Exclude<Row, { readonly kind: 'group' }> }): JSX.Element {
  return (
    <th scope="rowgroup" role="rowheader" colSpan={4}>
      {row.name} <span class="note">{formatCount(row.count, 'destination')}</span>
    </th>
  )
}

function keyOf(row: Row): string {
  return row.kind === 'group' ? `group ${row.group.name}` : `${row.kind} ${row.name} ${row.count}`
}

function classOf(row: Row): string {
  return row.kind === 'group' ? (row.isBelowOwner ? 'below' : '') : row.kind
}

const TITLES = {
  destination: { name: 'Destination', parts: 'Packages', caption: 'Destinations' },
  package: { name: 'Package', parts: 'Destinations', caption: 'Packages' },
  file: { name: 'Test file', parts: 'Destinations', caption: 'Test files' },
} as const
