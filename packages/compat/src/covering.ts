import { pickCovering } from '../../../scripts/covering.ts'
import type { Cell } from './matrix.ts'

/** A few cells that represent all: every value that some cell has is in one of them. */
export function coveringCells(cells: readonly Cell[]): readonly Cell[] {
  // Of equal ones the first is picked, and pnpm installs in seconds from the store that the workspace has filled.
  const quickFirst = cells.toSorted((a, b) => Number(b.manager === 'pnpm') - Number(a.manager === 'pnpm'))
  return pickCovering(quickFirst, valuesOf)
}

/** The values of a cell, each with its kind. */
export function valuesOf({ kind, ...values }: Cell): readonly string[] {
  return Object.values(values).map((value) => `${kind}: ${value}`)
}
