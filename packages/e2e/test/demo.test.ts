import { expect, test } from 'vitest'
import { compare } from '../../../examples/demo/compare.ts'
import { expected } from '../../../examples/demo/expected.ts'
import { projects } from '../../../examples/demo/projects.ts'
import { readEvidence } from '../../../examples/demo/read-evidence.ts'
import { readRunnerReport } from '../../../examples/demo/read-results.ts'
import type { Result } from '../../../examples/demo/result.ts'
import { runProject } from '../../../examples/demo/run-project.ts'

const results = Object.values(expected).flat()
const leak = results.find(({ outcome, evidence }) => outcome === 'failed' && evidence[0]?.from !== undefined) as Result
const [attempt = { target: '', when: 'test' as const }] = leak.evidence

test('the demo accepts the expected results', () => {
  expect(compare(results, results)).toEqual([])
  expect(compare(results, results.toReversed())).toEqual([])
})

test.each<[string, Result]>([
  ['passed', { ...leak, outcome: 'passed' }],
  ['failed without evidence', { ...leak, evidence: [] }],
  ['failed for one more reason', { ...leak, evidence: [attempt, { ...attempt, target: 'connect example.com:443' }] }],
  ['tried another target', { ...leak, evidence: [{ ...attempt, target: 'GET https://example.com/' }] }],
  ['tried by another package', { ...leak, evidence: [{ ...attempt, culprit: 'left-pad' }] }],
  ['tried at another time', { ...leak, evidence: [{ ...attempt, when: 'late' }] }],
  ['tried from another file', { ...leak, evidence: [{ ...attempt, from: 'src/elsewhere.js' }] }],
])('the demo notices a leak that %s', (_what, tampered) => {
  expect(compare(replace(leak, tampered), results)).toEqual([expect.stringContaining(leak.test)])
  expect(compare(results, replace(leak, tampered))).toEqual([expect.stringContaining(leak.test)])
})

test.each(results)('the demo notices that "$test" is missing or unexpected', (result) => {
  const others = results.filter((other) => other !== result)

  expect(compare(results, others)).toEqual([expect.stringContaining(result.test)])
  expect(compare(others, results)).toEqual([expect.stringContaining(result.test)])
})

test('the demo notices when a test that should pass fails', () => {
  const passing = results.find(({ outcome }) => outcome === 'passed') as Result

  expect(compare(results, replace(passing, { ...passing, outcome: 'failed' }))).toHaveLength(1)
})

test('the demo does not take another failure for egress', () => {
  const report = {
    testResults: [
      {
        name: '/project/a.test.js',
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'adds', status: 'failed', failureMessages: [`Error: 2 + 2 is 5\n    at x`, evidenceText] },
        ],
      },
    ],
  }

  const [result] = readRunnerReport(JSON.stringify(report), '/project')

  expect(result?.test).toBe('a.test.js > adds')
  expect(result?.evidence.map(({ target }) => target)).toEqual([
    'no egress, but Error: 2 + 2 is 5',
    'POST https://us.i.posthog.com/batch/',
  ])
})

const evidenceText = `Egress blocked: POST https://us.i.posthog.com/batch/ (posthog-node@5.9.2)
  test   weather tool > reports the forecast   (late: 31 ms after the test ended)
  from   src/tools/weather.ts:14:9 fetchWeather
  via    node_modules/posthog-node/dist/client.mjs:212:7
  allow  // @agentguard allow=us.i.posthog.com   (at the top of the file)`

test('the demo reads evidence as it is printed', () => {
  expect(readEvidence(`Error: ${evidenceText}\n\n    at f (a.js:1:2)\n\n${evidenceText}`)).toEqual([
    {
      target: 'POST https://us.i.posthog.com/batch/',
      culprit: 'posthog-node',
      when: 'late',
      from: 'src/tools/weather.ts',
    },
    expect.objectContaining({ culprit: 'posthog-node' }),
  ])
})

test('the demo runs a project, and notices an exit code or a report that it did not expect', async () => {
  const script = projects.find(({ command }) => command === 'node audit.js')
  if (script === undefined) throw new Error('The demo has lost its script')
  const printed: string[] = []

  expect(await runProject(script, (line) => printed.push(line))).toEqual([])
  expect(printed.join('\n')).toContain('api.mixpanel.com')
  expect(await runProject({ ...script, exitCode: 1, expected: [] }, () => {})).toHaveLength(2)
  expect(await runProject({ ...script, args: () => ['--eval', 'process.exit(3)'] }, () => {})).toHaveLength(2)
})

function replace(old: Result, by: Result): Result[] {
  return results.map((result) => (result === old ? by : result))
}
