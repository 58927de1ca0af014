/** The known word that is nearest to a mistyped one, or undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase()
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceBetween(lower, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  return ranked.find(({ distance }) => distance <= Math.max(1, Math.floor(lower.length / 3)))?.candidate
}

/** The hint for an unknown word: the nearest known word, or all of them. */
export function didYouMean(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known)
  return candidate === undefined ? `Use one of ${known.join(', ')}` : `Did you mean '${candidate}'?`
}

/** Edits between two words, where a swap of neighbours counts as one. Appending letters is one edit (`allowed`, `allow`). */
function distanceBetween(a: string, b: string): number {
  if (a.startsWith(b) || (b.startsWith(a) && a.length > 2)) return 1
  let twoBack: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(twoBack, j - 2) + 1 : Infinity
      row.push(Math.min(at(previous, j) + 1, at(row, j - 1) + 1, change, swap))
    }
    twoBack = previous
    previous = row
  }
  return at(previous, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
