import { availableParallelism } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { coveringCells } from '../src/covering.ts'
import { findBinary } from '../src/find-binary.ts'
import { cells, nameOf } from '../src/matrix.ts'
import { runCells } from '../src/run-cells.ts'

// `pnpm compat` runs the whole matrix.
const picked = coveringCells(cells).map((cell) => ({ name: nameOf(cell), isMissing: findBinary(cell) === undefined }))
let problems: ReadonlyMap<string, readonly string[]>

// Installed and run together, since every project serves many cells.
beforeAll(async () => {
  const outcomes = await runCells(coveringCells(cells), { atOnce: Math.min(2, availableParallelism()) })
  problems = new Map(outcomes.map(({ cell, problems }) => [nameOf(cell), problems]))
})

for (const { name, isMissing } of picked) {
  test.skipIf(isMissing)(name, () => {
    expect(problems.get(name)).toEqual([])
  })
}
