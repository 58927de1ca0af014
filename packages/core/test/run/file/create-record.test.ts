import { expect, test } from 'vitest'
import { createRecord } from '../../../src/run/file/create-record.ts'
import { evidenceOf } from '../../evidence/explain/evidence-of.ts'
import { runOf } from './sample-file.ts'

const run = runOf()

test('createRecord writes paths relative to the root, and time relative to the start of the run', () => {
  const frame = { file: '/app/node_modules/posthog-node/index.js', line: 212, column: 7 }
  const from = { file: '/app/src/weather.ts', line: 14, column: 9, function: 'fetchWeather' }
  const evidence = evidenceOf(
    { host: 'us.i.posthog.com', port: 443 },
    {
      file: '/app/test/weather.test.ts',
      at: Date.parse(run.startedAt) + 250.6,
      stack: [frame, from, { file: 'node:net', line: 1, column: 1 }],
      from,
      culprit: { name: 'posthog-node', version: '5.9.2', frame },
    },
  )

  expect(createRecord(evidence, { run, root: '/app', project: 'unit' })).toStrictEqual({
    run: 'run-1',
    project: 'unit',
    file: 'test/weather.test.ts',
    test: 'weather tool > reports the forecast',
    at: 251,
    outcome: 'blocked',
    channel: 'tcp',
    host: 'us.i.posthog.com',
    port: 443,
    reason: 'not-allowed',
    phase: 'test',
    count: 1,
    from: { ...from, file: 'src/weather.ts' },
    culprit: {
      name: 'posthog-node',
      version: '5.9.2',
      frame: { ...frame, file: 'node_modules/posthog-node/index.js' },
    },
    stack: [
      { ...frame, file: 'node_modules/posthog-node/index.js' },
      { ...from, file: 'src/weather.ts' },
      { file: 'node:net', line: 1, column: 1 },
    ],
  })
})

test('createRecord names no test where the attempt belongs to the file', () => {
  const file = '/app/test/weather.test.ts'
  const record = createRecord(evidenceOf({ host: 'a.com' }, { scope: file, file }), { run, root: '/app' })

  expect(record).not.toHaveProperty('test')
  expect(record).not.toHaveProperty('scope')
  expect(record.file).toBe('test/weather.test.ts')
})

test('createRecord writes a path of Windows with forward slashes', () => {
  const file = String.raw`C:\app\test\weather.test.ts`
  const record = createRecord(evidenceOf({ host: 'a.com' }, { file }), { run, root: String.raw`C:\app` })

  expect(record.file).toBe('test/weather.test.ts')
})

test('createRecord keeps few frames, so that a hundred thousand records fit into memory', () => {
  const stack = Array.from({ length: 60 }, (_, line) => ({ file: '/app/a.ts', line, column: 1 }))

  expect(createRecord(evidenceOf({ host: 'a.com' }, { stack }), { run, root: '/app' }).stack).toHaveLength(8)
})
