/** `pnpm e2e` and `pnpm sdks` run everything in every supported version; `pnpm test` runs a part that represents it. */
export const isWholeMatrix: boolean = process.env['TEST_MATRIX'] === 'all'

/** The newest release of a runner, or in the whole matrix each. */
export function releases<Major extends number>(all: readonly Major[]): readonly Major[] {
  return isWholeMatrix ? all : all.slice(-1)
}

/** A few settings that represent all, so that every value of every property is in one of them; in the whole matrix each. */
export function covering<Setting extends object>(settings: readonly Setting[]): readonly Setting[] {
  return isWholeMatrix ? settings : pickCovering(settings, valuesOf)
}

/** The values of a setting, each with its property. */
function valuesOf(setting: object): readonly string[] {
  return Object.entries(setting).map((entry) => JSON.stringify(entry))
}

/** The fewest of these that have every value that one of them has. */
export function pickCovering<One>(all: readonly One[], values: (one: One) => readonly string[]): readonly One[] {
  const picked: One[] = []
  const open = new Set(all.flatMap(values))
  while (open.size > 0) {
    const [best] = all
      .map((one) => ({ one, gain: values(one).filter((value) => open.has(value)).length }))
      .toSorted((a, b) => b.gain - a.gain)
    if (best === undefined) break
    picked.push(best.one)
    for (const value of values(best.one)) open.delete(value)
  }
  return picked
}
