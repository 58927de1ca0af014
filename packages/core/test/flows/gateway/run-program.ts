import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type EgressOptions, type Evidence, observeEgress } from '../../../src/index.ts'
import { violationsOf as violationsUnder } from '../violations-of.ts'

const file = join(import.meta.dirname, 'program.cjs')

/** Starts Node through another program, so that the guard does not get into it. */
export const program: readonly [string, ...string[]] = ['env', '-u', 'NODE_OPTIONS', process.execPath, file]

/** Runs steps of the program in the gateway; returns its output line by line, and the violations. */
export async function runSteps(
  steps: readonly string[],
  allow: EgressOptions['allow'] = [],
): Promise<{ readonly seen: readonly string[]; readonly violations: readonly Evidence[] }> {
  const [env, ...args] = program
  const seen: string[] = []
  const violations = await violationsOf(
    () => {
      const { stdout } = spawnSync(env, [...args, ...steps], { encoding: 'utf8', timeout: 20_000 })
      seen.push(...stdout.trim().split('\n'))
    },
    { subprocess: 'isolate', allow },
  )
  return { seen, violations }
}

/** The violations of a call whose programs are behind the gateway. */
export async function violationsOf(
  run: () => unknown,
  options: EgressOptions = { subprocess: 'isolate' },
): Promise<readonly Evidence[]> {
  return violationsUnder(run, options)
}

/** The reason why this machine has no gateway; nothing where it has one. */
export async function findProblem(): Promise<string | undefined> {
  const { violations } = await observeEgress({ subprocess: 'isolate' }, () => spawnSync('curl', ['--version']))
  const problem = violations.find(({ reason }) => reason === 'cannot-guard')?.rule
  if (problem !== undefined) console.warn(`Not tested: ${problem}`)
  return problem
}
