import { expect, test } from 'vitest'
import { formatRunSummary } from '../../../src/run/formats/format-run-summary.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

const frame = { file: 'node_modules/posthog-node/dist/client.mjs', line: 212, column: 7 }
const from = { file: 'src/tools/weather.ts', line: 14, column: 9, function: 'fetchWeather' }
const culprit = { name: 'posthog-node', version: '5.9.2', frame }

const telemetry = Array.from({ length: 400 }, (_, index) =>
  recordOf({
    file: `test/${index % 20}.test.ts`,
    test: `tool ${index} > works`,
    from,
    culprit,
    count: index < 12 ? 2 : 1,
  }),
)
const late = recordOf({
  file: 'test/0.test.ts',
  test: 'tool 0 > works',
  phase: 'late',
  lateBy: 31,
  from,
  culprit,
})

test('a summary shows one telemetry host that four hundred tests hit as one block', () => {
  const text = formatRunSummary(
    fileOf([
      ...telemetry,
      late,
      recordOf({ host: 'db.example.com', port: 5432, test: undefined, phase: 'beforeAll', outcome: 'audited' }),
      recordOf({ host: 'api.weather.com', outcome: 'allowed', rule: 'api.weather.com' }),
    ]),
  )

  expect(text).toBe(`Egress  1 destination blocked, 1 destination seen in audit mode, 1 allowed

  ✗ us.i.posthog.com:443   413 attempts by 400 tests in 20 files
    by      posthog-node@5.9.2
    from    src/tools/weather.ts:14:9 fetchWeather
    in      test/0.test.ts > tool 0 > works, and 399 more tests
    late    31 ms after its test had ended
    reason  probably product analytics of PostHog
    quiet   give its client the option disabled: true (https://unpkg.com/@posthog/core@1.67.3/dist/types.d.ts)
    allow   // @agentguard allow=us.i.posthog.com

  ○ db.example.com:5432   1 attempt in 1 file
    in      test/weather.test.ts
    allow   // @agentguard allow=db.example.com:5432`)
})

test('a summary is empty where nothing was blocked, whatever was allowed', () => {
  expect(formatRunSummary(fileOf([]))).toBe('')
  expect(formatRunSummary(fileOf([recordOf({ outcome: 'allowed', rule: 'a.com' })]))).toBe('')
})

test('a summary reports missing evidence anyway', () => {
  const notes = ['2 lines of evidence are torn']

  expect(formatRunSummary(fileOf([]), { notes })).toBe('agentguard: 2 lines of evidence are torn')
  expect(formatRunSummary(fileOf([recordOf()]), { notes })).toMatch(/\n\n {2}2 lines of evidence are torn$/)
})

test('a summary fits the terminal, but never cuts the line to paste', () => {
  const host = `${'very-long-name.'.repeat(8)}example.com`
  const text = formatRunSummary(fileOf([recordOf({ host, culprit, from, test: 'a test with a name '.repeat(9) })]), {
    columns: 80,
  })
  const lines = text.split('\n')

  expect(lines.filter((line) => line.length > 80)).toEqual([`    allow   // @agentguard allow=${host}`])
  expect(lines).toContain('    from    src/tools/weather.ts:14:9 fetchWeather')
})

test('a summary shows the first twenty destinations, and counts the rest', () => {
  const records = Array.from({ length: 25 }, (_, index) => recordOf({ host: `host${index}.example.com` }))

  const text = formatRunSummary(fileOf(records))

  expect(text.match(/✗/g)).toHaveLength(20)
  expect(text).toMatch(/\n\n {2}… and 5 more destinations$/)
})

test('a summary has colours only on request, and moves no cursor', () => {
  const file = fileOf([recordOf({ test: 'sneaky \u001B[2J\u202E name' })])

  expect(formatRunSummary(file)).not.toContain('\u001B')
  expect(formatRunSummary(file, { colors: true })).toContain('\u001B[31mus.i.posthog.com:443\u001B[39m')
  expect(formatRunSummary(file)).toContain(String.raw`sneaky \u{1b}[2J\u{202e} name`)
})

test('a summary lists muted destinations in a line each, with nothing to act on', () => {
  const muted = { outcome: 'muted', reason: 'not-allowed' } as const
  const records = [
    recordOf({ ...muted, host: 'us.i.posthog.com', rule: '*.posthog.com', count: 4 }),
    recordOf({ ...muted, host: 'eu.i.posthog.com', rule: '*.posthog.com' }),
  ]

  expect(formatRunSummary(fileOf(records))).toBe(`Egress  2 destinations muted

  – us.i.posthog.com:443   muted: 4 attempts by 1 test in 1 file
  – eu.i.posthog.com:443   muted: 1 attempt by 1 test in 1 file`)
  expect(formatRunSummary(fileOf([...records, recordOf({})]))).toContain(
    'Egress  1 destination blocked, 1 destination muted',
  )
})
