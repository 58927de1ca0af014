import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { expect, test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { formatSarif } from '../../../src/run/formats/format-sarif.ts'
import type { Log, Result } from 'sarif'
import { evidenceFileOf, recordOf, runOf } from '../file/evidence-of-runs.ts'
import { evidenceOfASuite, hostileEvidence } from './evidence-of-a-suite.ts'

// The schema of OASIS. It names draft 4, and has nothing that draft 7 reads differently.
const { id, $schema, ...schema } = sarifSchema
const validate = addFormats
  .default(new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false }))
  .compile(schema)

const logOf = (text: string): Log => JSON.parse(text) as Log
const resultsOf = (text: string): readonly Result[] => logOf(text).runs[0]?.results ?? []
const fingerprintsOf = (text: string): readonly unknown[] =>
  resultsOf(text).map(({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'])

test('formatSarif writes the golden text', async () => {
  const text = formatSarif(evidenceOfASuite()).replace(
    `"semanticVersion": "${manifest.version}"`,
    '"semanticVersion": "0.0.0"',
  )

  await expect(text).toMatchFileSnapshot('golden/suite.sarif')
})

test.each([
  ['a suite', evidenceOfASuite()],
  ['nothing', evidenceFileOf([])],
  ['hostile evidence', hostileEvidence()],
])('formatSarif is valid by the schema of SARIF 2.1.0 for %s', (_, file) => {
  validate(JSON.parse(formatSarif(file)))

  expect(id).toContain('sarif-2.1.0')
  expect($schema).toContain('draft-04')
  expect(validate.errors).toBeNull()
})

test('the schema refuses what is not SARIF', () => {
  const [result] = resultsOf(formatSarif(evidenceOfASuite()))
  const log = logOf(formatSarif(evidenceFileOf([])))

  expect(validate({ ...log, runs: [{ ...log.runs[0], results: [{ ...result, level: 'fatal' }] }] })).toBe(false)
})

test('formatSarif makes one result of a destination that many tests reach through one line', () => {
  const [telemetry] = resultsOf(formatSarif(evidenceOfASuite())).filter(
    ({ properties }) => properties?.['tests'] === 400,
  )

  expect(telemetry?.level).toBe('error')
  expect(telemetry?.relatedLocations).toHaveLength(20)
})

test('formatSarif names the program, by its command and not by its number', () => {
  const file = evidenceFileOf([recordOf({ process: 'program 4711: curl -s http://api.example.com/, started by sh' })])

  expect(resultsOf(formatSarif(file))[0]?.message.text).toContain(
    '\nin program: curl -s http://api.example.com/, started by sh\n',
  )
})

test('formatSarif names lines from the root of the repository', () => {
  const file = evidenceFileOf(
    [
      recordOf({ from: { file: 'src/a b/ü#?.ts', line: 3, column: 0 } }),
      recordOf({ from: { file: '../shared/net.ts', line: 4, column: 1 } }),
      recordOf({ from: { file: '/elsewhere/x.ts', line: 5, column: 1 } }),
      recordOf({ from: { file: '../../../x.ts', line: 6, column: 1 }, file: '/elsewhere/y.test.ts' }),
    ],
    { root: 'packages/tools' },
  )

  expect(resultsOf(formatSarif(file)).map(({ locations }) => locations?.[0]?.physicalLocation)).toMatchObject([
    { artifactLocation: { uri: 'packages/shared/net.ts' }, region: { startLine: 4, startColumn: 1 } },
    { artifactLocation: { uri: 'packages/tools/package.json' }, region: { startLine: 1 } },
    { artifactLocation: { uri: 'packages/tools/src/a%20b/%C3%BC%23%3F.ts' }, region: { startLine: 3 } },
    { artifactLocation: { uri: 'packages/tools/test/weather.test.ts' }, region: { startLine: 1 } },
  ])
})

test('formatSarif distinguishes errors from warnings, and leaves out allowed destinations', () => {
  const file = evidenceFileOf([
    recordOf({ outcome: 'allowed', host: 'a.com' }),
    recordOf({ outcome: 'audited', host: 'b.com' }),
    recordOf({ outcome: 'blocked', host: 'c.com' }),
  ])

  expect(resultsOf(formatSarif(file)).map(({ level, properties }) => [level, properties?.['destination']])).toEqual([
    ['error', 'c.com:443'],
    ['warning', 'b.com:443'],
  ])
})

test('formatSarif gives a result the same fingerprint when lines, tests and runs change', () => {
  const before = evidenceFileOf([recordOf(), recordOf({ from: { file: 'src/tools/weather.ts', line: 20, column: 1 } })])
  const moved = [15, 30].map((line) =>
    recordOf({ run: '0b', test: 'x', from: { file: 'src/tools/weather.ts', line, column: 2 } }),
  )

  const prints = fingerprintsOf(formatSarif(before))

  expect(fingerprintsOf(formatSarif(evidenceFileOf(moved, { id: '0b' })))).toEqual(prints)
  expect(new Set(prints)).toHaveLength(2)
})

test('formatSarif gives each destination that one line reaches its own fingerprint', () => {
  const file = evidenceFileOf(['a.com', 'b.com'].map((host) => recordOf({ host })))

  expect(new Set(fingerprintsOf(formatSarif(file)))).toHaveLength(2)
})

test('formatSarif joins runs into one, since code scanning accepts only one per tool', () => {
  const file = { ...evidenceFileOf([]), runs: [runOf(), runOf({ id: '0b' })] }

  expect(logOf(formatSarif(file)).runs).toHaveLength(1)
})

test('formatSarif says how many results it left out', () => {
  const file = evidenceFileOf(Array.from({ length: 5003 }, (_, index) => recordOf({ host: `h${index}.com` })))

  const [run] = logOf(formatSarif(file)).runs

  expect(run?.results).toHaveLength(5000)
  expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^3 more results left out/)
})

test('formatSarif makes no links and no placeholders of its texts', () => {
  const text = resultsOf(formatSarif(hostileEvidence()))
    .map(({ message }) => message.text)
    .join('\n')

  expect(text).toContain(String.raw`\[click\](https`)
  expect(text).not.toMatch(/(?<!\\)[[\]]/)
  expect(text).not.toMatch(/(?<!\{)\{(?!\{)/)
  expect(['\u001b', '\u202e', '\u2028'].filter((character) => text.includes(character))).toEqual([])
})

const half = {
  testFiles: [
    { file: 'a.test.ts', tests: 1, whole: true },
    { file: 'b.test.ts', tests: 1, whole: false, unguarded: 'absent' as const },
  ],
}

test('formatSarif warns of files without the guard', () => {
  const text = formatSarif(evidenceFileOf([], half))
  validate(JSON.parse(text))

  expect(validate.errors).toBeNull()
  expect(logOf(text).runs[0]?.invocations).toEqual([
    {
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: 'warning', message: { text: '1 of 2 files guarded. Unguarded: b.test.ts' } },
      ],
    },
  ])
})

test('formatSarif makes a suppressed note of a muted destination', () => {
  const record = recordOf({ outcome: 'muted', reason: 'not-allowed', rule: '*.posthog.com' })

  expect(resultsOf(formatSarif(evidenceFileOf([record])))).toMatchObject([
    {
      level: 'note',
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'muted by *.posthog.com' }],
    },
  ])
})
