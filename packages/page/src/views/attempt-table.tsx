import type { JSX } from 'preact'
import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import type { Entry } from '../model/entry.ts'
import type { PageState } from '../model/page-state.ts'
import { sortEntries } from '../model/sort.ts'
import { AttemptCells } from './attempt-cells.tsx'
import { Gap } from './group-table.tsx'
import { SortHead, type Column } from './sort-head.tsx'
import { StackList } from './stack-list.tsx'
import type { Show } from './use-page-state.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

interface Props {
  readonly entries: readonly Entry[]
  /** Given where rows can be sorted, and the destination of an attempt leads to its story. */
  readonly sorting?: { readonly state: PageState; readonly show: Show }
}

/** One row for each kind of attempt of each test. */
export function AttemptTable({ entries: found, sorting }: Props): JSX.Element {
  const table = useRef<HTMLTableElement>(null)
  const state = sorting?.state
  const sort = state?.sort
  const entries = useMemo(() => sortEntries(found, sort), [found, sort?.key, sort?.isDown])
  const { indexes, before, after, measure } = useVirtualRows(entries.length, innerWidth < 720 ? 210 : 88, table)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback((id: number) => setOpen((before) => withToggled(before, id)), [])
  return (
    <table class="attempts" ref={table} role="table" aria-rowcount={entries.length + 1} aria-label="Attempts">
      <SortHead columns={COLUMNS} {...(sorting && { sorting })} />
      <Gap height={before} />
      {indexes.map((index) => {
        const entry = entries[index]
        if (entry === undefined) return null
        return (
          <tbody key={entry.id} role="rowgroup" data-index={index} ref={measure}>
            <tr role="row" aria-rowindex={index + 2}>
              <AttemptCells entry={entry} state={state} isOpen={open.has(entry.id)} toggle={toggle} />
            </tr>
            {open.has(entry.id) && (
              <tr role="row" class="stack">
                <td role="cell" colSpan={4} id={`stack-${entry.id}`}>
                  <StackList entry={entry} />
                </td>
              </tr>
            )}
          </tbody>
        )
      })}
      <Gap height={after} />
    </table>
  )
}

const COLUMNS: readonly Column[] = [
  { title: 'Attempt', key: 'name' },
  { title: 'Test', key: 'test' },
  { title: 'From', key: 'from' },
  { title: 'Count', key: 'attempts' },
]

function withToggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
