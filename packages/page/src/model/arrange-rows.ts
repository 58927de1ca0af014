import { isToDecide } from './decision.ts'
import type { Group } from './group-entries.ts'

/** A row of the list of destinations: a heading, or a destination. */
export type Row =
  | { readonly kind: 'section'; readonly name: string; readonly count: number }
  | { readonly kind: 'owner'; readonly name: string; readonly count: number }
  | { readonly kind: 'group'; readonly group: Group; readonly isBelowOwner: boolean }

/**
 * The rows of a list of destinations: those to decide on before the others, and those of one owner together.
 *
 * The order of the groups decides what comes first. A single section, and an owner of one destination, has no heading.
 */
export function arrangeRows(groups: readonly Group[]): readonly Row[] {
  const sections = [
    { name: 'To decide on', groups: groups.filter(({ tally }) => isToDecide(tally)) },
    { name: 'Allowed or muted', groups: groups.filter(({ tally }) => !isToDecide(tally)) },
  ].filter(({ groups }) => groups.length > 0)
  return sections.flatMap(({ name, groups }) => {
    const rows = byOwner(groups)
    return sections.length === 1 ? rows : [{ kind: 'section' as const, name, count: groups.length }, ...rows]
  })
}

/** Groups as rows, without headings. */
export function plainRows(groups: readonly Group[]): readonly Row[] {
  return groups.map((group) => ({ kind: 'group', group, isBelowOwner: false }))
}

function byOwner(groups: readonly Group[]): readonly Row[] {
  const owners = new Map<string, Group[]>()
  for (const group of groups) {
    const known = owners.get(group.owner)
    if (known === undefined) owners.set(group.owner, [group])
    else known.push(group)
  }
  return [...owners].flatMap(([name, members]): readonly Row[] =>
    members.length === 1
      ? plainRows(members)
      : [
          { kind: 'owner', name, count: members.length },
          ...members.map((group) => ({ kind: 'group' as const, group, isBelowOwner: true })),
        ],
  )
}
