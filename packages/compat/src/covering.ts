import type { Cell } from './matrix.ts'

/** A few cells that stand for all: every pair of values that some cell has is in one of them. */
export function pickCovering(cells: readonly Cell[]): readonly Cell[] {
  const picked: Cell[] = []
  const open = new Set(cells.flatMap(pairsOf))
  while (open.size > 0) {
    const [best] = cells
      .map((cell) => ({ cell, gain: pairsOf(cell).filter((pair) => open.has(pair)).length }))
      .toSorted((a, b) => b.gain - a.gain)
    if (best === undefined) break
    picked.push(best.cell)
    for (const pair of pairsOf(best.cell)) open.delete(pair)
  }
  return picked
}

/** Any two values of a cell, with its kind. */
export function pairsOf({ kind, ...values }: Cell): readonly string[] {
  const all: readonly string[] = Object.values(values)
  return all.flatMap((value, index) => all.slice(index + 1).map((other) => `${kind}: ${value}, ${other}`))
}
