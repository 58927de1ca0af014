import { beforeAll, describe, expect, test } from 'vitest'
import { readPart } from '../../compat/src/page.ts'
import { formatSetups } from '../src/format-setups.ts'
import { readSetups } from '../src/read-setups.ts'
import { reasonToSkip } from '../src/reason-to-skip.ts'
import { runSetups } from '../src/run-setups.ts'
import { problemsOf } from '../src/run-steps.ts'

const projects = await readSetups()

describe('setups', () => {
  const quick = projects.filter(({ setup }) => setup.isQuick)
  let problems: ReadonlyMap<string, readonly string[]>

  // `pnpm setups` runs all. Packed once.
  beforeAll(async () => {
    const outcomes = await runSetups(quick)
    problems = new Map(outcomes.map(({ project, problems }) => [project.name, problems]))
  })

  for (const { name, setup } of quick) {
    test.skipIf(reasonToSkip(setup) !== undefined)(`works as its users run it: ${name}`, () => {
      expect(problems.get(name)).toEqual([])
    })
  }
})

test('the page lists every setup', () => {
  expect(readPart('setups'), 'write it again: pnpm setups').toBe(formatSetups(projects))
})

test.each(projects)('$name runs tests that have to fail, and names what they reach', ({ setup: { steps } }) => {
  const red = steps.filter(({ code = 0 }) => code !== 0)

  expect(red.flatMap(({ prints = [] }) => prints).join('\n')).toMatch(/blocked/i)
})

test('a setup has the problems that its command shows', () => {
  const step = { run: 'npm test', code: 1, prints: ['1 failed', 'from a.ts:1'], lacks: ['Unguarded'] }

  expect(problemsOf(step, 1, 'Tests: 1 failed\n  from   \u001b[1ma.ts\u001b[22m:1')).toEqual([])
  expect(problemsOf(step, 0, 'Unguarded')).toEqual([
    '`npm test` exits with 0, not 1',
    '`npm test` does not print: 1 failed',
    '`npm test` does not print: from a.ts:1',
    '`npm test` prints: Unguarded',
    'It prints:\nUnguarded',
  ])
})

test.skipIf(process.platform === 'win32')('a setup is skipped on a machine without its programs', () => {
  const setup = { title: 'any', steps: [] }

  expect(reasonToSkip({ ...setup, needs: ['sh'] })).toBeUndefined()
  expect(reasonToSkip({ ...setup, needs: ['sh', 'no-such-program'] })).toBe('this machine has no no-such-program')
})
