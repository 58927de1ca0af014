import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { runVitest, vitestMajors, type VitestOutcome } from './run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

describe.each(vitestMajors)('what Vitest %s prints', (major) => {
  let outcome: VitestOutcome

  beforeAll(async () => {
    const files = ['dependency', 'matcher', 'late', 'all-hooks', 'docblock-typo', 'owners']
    outcome = await runVitest({
      major,
      args: files.map((name) => `tests/${name}.test.ts`),
      env: { FOREIGN_URL: foreign.url },
    })
  })

  test('names what was tried, from which line, by which package, and the line that allows it', () => {
    expect(outcome.text).toContain(
      [
        `EgressViolationError: Egress blocked: POST ${foreign.url}/dependency (quiet-telemetry@2.1.0)`,
        '  test    a package phones home',
        '  from    tests/dependency.test.ts:6:9',
        '  via     node_modules/quiet-telemetry/index.js:1:26',
        '  reason  a loopback address where no server of the tests listens',
        `  mock    http.post('${foreign.url}/dependency', () => HttpResponse.json({}))   (msw)`,
        '  allow   // @agentguard allow=localhost   (at the top of the file)',
      ].join('\n'),
    )
    expect(outcome.text).not.toContain(`${foreign.url}/dependency?`)
  })

  test('shows the code of the test that led there', () => {
    expect(outcome.text).toMatch(/track\(`\$\{foreign\}\/dependency\?token=.*\n\s+\|\s+\^/)
  })

  test('points at the line of a matcher that fails, and at its list', () => {
    expect(outcome.text).toMatch(
      /allow +\.not\.toEgress\(\['localhost'\]\)\n ❯ tests\/matcher\.test\.ts:9:\d+\n[^]*?\n +9\| {3}await expect/,
    )
  })

  test('points at a matcher that is not awaited', () => {
    expect(outcome.text).toMatch(/was not awaited: write await expect\(…\)\n ❯ tests\/matcher\.test\.ts:17:/)
  })

  test('says how late an attempt was, and which test started it', () => {
    expect(outcome.files['late']?.errors[0]).toMatch(/'?leaves a timer'?,? +\(?late: \d+ ms after the test ended/)
  })

  test('names the hook', () => {
    const [beforeAll, afterAll, ...more] = outcome.files['all-hooks']?.errors ?? []
    expect(beforeAll).toContain('in beforeAll')
    expect(afterAll).toContain('in afterAll')
    expect(more).toEqual([])
    expect(outcome.tests['owners: beforeEach > owns it']?.errors[0]).toContain('in beforeEach')
    expect(outcome.tests['owners: afterEach > owns it']?.errors[0]).toContain('in afterEach')
  })

  test('names the retry', () => {
    expect(outcome.tests['owners: second try']?.errors.at(-1)).toContain('retry 1')
  })

  test('reports an attempt once, however often a test was tried', () => {
    const errors = outcome.tests['owners: retry']?.errors.filter((error) => error.includes('Egress blocked'))
    expect(errors).toHaveLength(1)
  })

  test('names file, line and fix of a mistake in a docblock', () => {
    expect(outcome.text).toMatch(/docblock-typo\.test\.ts:1: there is no option 'alow'\. Did you mean 'allow'\?/)
    expect(outcome.text).toMatch(
      /^ {2}1\| \/\/ @agentguard alow=api\.example\.com\n ❯ tests\/docblock-typo\.test\.ts:1:1$/m,
    )
  })
})
