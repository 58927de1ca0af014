// Runs all property tests with many more inputs: `pnpm fuzz [times] [files…]`. FUZZ_SEED repeats an earlier run.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runStep, workspaceRoot } from './run-step.ts'

const [first = '', ...rest] = process.argv.slice(2)
const times = /^\d+$/.test(first) ? first : '100'
const asked = times === first ? rest : process.argv.slice(2)
const seed = process.env['FUZZ_SEED'] ?? String(Math.floor(Math.random() * 2 ** 31))
const files = asked.length > 0 ? asked : propertyTests()

Object.assign(process.env, { FUZZ_TIMES: times, FUZZ_SEED: seed })
console.log(
  `Properties of ${files.length} files, ${times} times the runs. To repeat: FUZZ_SEED=${seed} pnpm fuzz ${times}`,
)
const vitest = join(workspaceRoot, 'node_modules/vitest/vitest.mjs')
process.exitCode = await runStep(process.execPath, [vitest, 'run', ...files])

function propertyTests(): string[] {
  return globSync('packages/*/test/**/*.test.ts', { cwd: workspaceRoot }).filter((file) =>
    readFileSync(join(workspaceRoot, file), 'utf8').includes("'fast-check'"),
  )
}
