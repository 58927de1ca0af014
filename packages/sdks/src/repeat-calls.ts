// Repeats the calls of `once` to show that no verdict depends on luck: `node packages/sdks/src/repeat-calls.ts [rounds]`.
// A round takes every way of each runner once, in its older and its newer release by turns.
import { loadavg } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { judgeCalls } from './judge-calls.ts'
import { jestMajors } from './run-jest.ts'
import { vitestMajors } from './run-vitest.ts'
import { ways } from './ways.ts'

const rounds = Number(process.argv[2] ?? 10)

for (let round = 0; round < rounds; round += 1) {
  const releases = [jestMajors, vitestMajors].map((majors) => majors[round % majors.length])
  for (const way of ways.filter(({ major }) => releases.some((release) => release === major))) {
    const { found, expected } = await judgeCalls(way)
    const isRight = isDeepStrictEqual(found, expected)
    const load = loadavg()[0]?.toFixed(1)
    console.log(
      `${round + 1}/${rounds} ${isRight ? 'right' : 'WRONG'}  ${way.runner} ${way.major} ${way.how}, load ${load}`,
    )
    if (isRight) continue
    process.exitCode = 1
    console.log(JSON.stringify({ found, expected }, undefined, 2))
  }
}
