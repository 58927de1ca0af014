import type { JSX } from 'preact'
import { formatSort, nextSort, type SortKey } from '../model/sort.ts'
import { withSort, type PageState } from '../model/page-state.ts'
import type { Show } from './use-page-state.ts'

/** A column of a table; without a key, its rows have no order by it. */
export interface Column {
  readonly title: string
  readonly key?: SortKey
}

interface Props {
  readonly columns: readonly Column[]
  /** Left out where the order cannot be chosen. */
  readonly sorting?: { readonly state: PageState; readonly show: Show }
}

/** The titles of a table. Those that rows can be sorted by are buttons. */
export function SortHead({ columns, sorting }: Props): JSX.Element {
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        {columns.map(({ title, key }) =>
          key === undefined || sorting === undefined ? (
            <th key={title} scope="col" role="columnheader">
              {title}
            </th>
          ) : (
            <SortTitle key={title} title={title} by={key} {...sorting} />
          ),
        )}
      </tr>
    </thead>
  )
}

interface TitleProps {
  readonly title: string
  readonly by: SortKey
  readonly state: PageState
  readonly show: Show
}

function SortTitle({ title, by, state, show }: TitleProps): JSX.Element {
  const { sort } = state
  const order = sort?.key !== by ? undefined : sort.isDown ? 'descending' : 'ascending'
  return (
    <th scope="col" role="columnheader" class="sortable" aria-sort={order}>
      <button type="button" onClick={() => show(withSort(state, nextSort(sort, by)), 'replace')}>
        {title}
        <svg width="8" height="10" viewBox="0 0 8 10" aria-hidden="true" class={sort && order ? formatSort(sort) : ''}>
          <path class="up" d="M4 0l3.5 4h-7z" />
          <path class="down" d="M4 10l3.5-4h-7z" />
        </svg>
      </button>
    </th>
  )
}
