import type { Cell } from './matrix.ts'

/** A few cells that stand for all: every value that some cell has is in one of them. */
export function pickCovering(cells: readonly Cell[]): readonly Cell[] {
  const picked: Cell[] = []
  const open = new Set(cells.flatMap(valuesOf))
  while (open.size > 0) {
    const [best] = cells
      .map((cell) => ({ cell, gain: valuesOf(cell).filter((value) => open.has(value)).length }))
      .toSorted((a, b) => b.gain - a.gain)
    if (best === undefined) break
    picked.push(best.cell)
    for (const value of valuesOf(best.cell)) open.delete(value)
  }
  return picked
}

/** The values of a cell, each with its kind. */
export function valuesOf({ kind, ...values }: Cell): readonly string[] {
  return Object.values(values).map((value) => `${kind}: ${value}`)
}
