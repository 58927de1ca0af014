import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { spawn } from 'node:child_process'
import { type EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import schema from '../../../schema/evidence-1.schema.json' with { type: 'json' }
import type { AttemptRecord, EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { createRecord } from '../../../src/run/file/create-record.ts'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { createRun } from '../../../src/run/file/create-run.ts'
import type { Evidence } from '../../../src/evidence/record/evidence.ts'
import { observeEgress } from '../../../src/index.ts'
import { evidenceFileOf, recordOf, runOf } from './evidence-of-runs.ts'

type Whole<T> = T extends readonly (infer U)[]
  ? readonly Whole<U>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Whole<T[Key]> }
    : T

const frame: Whole<AttemptRecord['stack'][number]> = { file: 'src/a.ts', line: 1, column: 1, function: 'reach' }

/** Its type makes this name every field that a record can have. */
const whole: Whole<EvidenceFile> = {
  formatVersion: 1,
  runs: [
    {
      id: '0a',
      runner: 'jest',
      runnerVersion: '30.0.0',
      version: '0.1.0',
      node: '24.21.0',
      platform: 'linux',
      root: 'packages/tools',
      startedAt: '2026-01-02T03:04:05.678Z',
      duration: 1,
      shard: '1/2',
      source: {
        project: 'tools',
        branch: 'main',
        commit: 'a'.repeat(40),
        files: 'https://git.example/tools/blob/a',
        ci: 'https://ci.example/1',
      },
      testFiles: [{ file: 'a.test.ts', project: 'unit', tests: 1, whole: true, unguarded: 'off', timersLeft: 1 }],
    },
  ],
  attempts: [
    {
      run: '0a',
      project: 'unit',
      file: 'a.test.ts',
      test: 'a tool > reaches out',
      at: 0,
      outcome: 'blocked',
      channel: 'http',
      host: 'a.com',
      port: 443,
      address: '203.0.113.7',
      unixPath: '/run/a.sock',
      method: 'GET',
      url: 'https://a.com/',
      program: { file: 'curl', args: ['a.com'], foreign: ['curl'] },
      addons: ['a.node'],
      process: 'child process 4711: node cli.js',
      proxy: 'proxy.a.com:3128',
      redirects: ['https://b.com/'],
      names: ['a.com'],
      reason: 'not-allowed',
      rule: 'a.com',
      phase: 'late',
      began: 'import',
      candidates: ['a tool > reaches out', 'a tool > stays'],
      lateBy: 31,
      retry: 1,
      stack: [frame],
      from: frame,
      fromBy: 'test',
      culprit: {
        name: 'a',
        version: '1.0.0',
        frame,
        chain: ['b@2.0.0', 'a'],
        chainBy: 'dependencies',
        chainOthers: ['c'],
      },
      count: 1,
    },
  ],
}

const outcomes: Readonly<Record<Evidence['outcome'], true>> = {
  allowed: true,
  blocked: true,
  audited: true,
  muted: true,
}
const channels: Readonly<Record<Evidence['channel'], true>> = {
  tcp: true,
  pipe: true,
  udp: true,
  dns: true,
  http: true,
  undici: true,
  http2: true,
  tls: true,
  'child-process': true,
  worker: true,
  native: true,
}
const reasons: Readonly<Record<NonNullable<Evidence['reason']>, true>> = {
  'not-allowed': true,
  denied: true,
  locked: true,
  'loopback-not-own': true,
  'loopback-none': true,
  'address-not-from-dns': true,
  'request-not-allowed': true,
  'rule-expired': true,
  'program-not-allowed': true,
  'program-tried': true,
  'native-not-allowed': true,
  'cannot-guard': true,
}
const phases: Readonly<Record<Evidence['phase'], true>> = {
  import: true,
  beforeAll: true,
  beforeEach: true,
  test: true,
  afterEach: true,
  afterAll: true,
  run: true,
  late: true,
}

const ajv = addFormats.default(new Ajv.default({ strict: true, allErrors: true }))
const validate = ajv.compile(schema)
const problemsOf = (value: unknown): readonly string[] =>
  validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)

test('the schema takes evidence with every field that the types have', () => {
  expect(problemsOf(whole)).toEqual([])
})

test('the schema has no field that the types do not have', () => {
  const { run, testFile, attempt, frame: frameSchema } = schema.$defs

  expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(whole).toSorted())
  expect(Object.keys(run.properties).toSorted()).toEqual(keysOf(whole.runs))
  expect(Object.keys(testFile.properties).toSorted()).toEqual(keysOf(whole.runs.flatMap(({ testFiles }) => testFiles)))
  expect(Object.keys(attempt.properties).toSorted()).toEqual(keysOf(whole.attempts))
  expect(Object.keys(attempt.properties.program.properties)).toEqual(['file', 'args', 'foreign'])
  const ofCulprit = ['name', 'version', 'frame', 'chain', 'chainBy', 'chainOthers']
  expect(Object.keys(attempt.properties.culprit.properties)).toEqual(ofCulprit)
  expect(Object.keys(frameSchema.properties)).toEqual(Object.keys(frame))
})

test('the schema has the words that the types have', () => {
  const { outcome, channel, reason, phase } = schema.$defs.attempt.properties

  expect(outcome.enum.toSorted()).toEqual(Object.keys(outcomes).toSorted())
  expect(channel.enum.toSorted()).toEqual(Object.keys(channels).toSorted())
  expect(reason.enum.toSorted()).toEqual(Object.keys(reasons).toSorted())
  expect(phase.enum.toSorted()).toEqual(Object.keys(phases).toSorted())
})

const programs = ['no-such-program', 'another-program'] as const

test('the schema takes what a run really reached out to', async () => {
  const { attempts } = await observeEgress({ allow: ['a.invalid', `exec:${programs[0]}`] }, async () => {
    await Promise.allSettled([
      fetch('http://user:secret@a.invalid/path?query=secret'),
      fetch('https://203.0.113.7/'),
      ended(connect(9, '127.0.0.1')),
      ended(connect('/no/such.sock')),
      ended(spawn(programs[0], ['an argument'])),
      ended(spawn(programs[1])),
    ])
  })
  const root = import.meta.dirname
  const run = createRun({ runner: 'agentguard', root, startedAt: Date.now() - 1000 })
  const records = attempts.map((evidence) => createRecord(evidence, { run, root }))

  expect(new Set(records.map(({ outcome }) => outcome))).toEqual(new Set(['allowed', 'blocked']))
  expect(records.length).toBeGreaterThan(4)
  expect(problemsOf(JSON.parse(formatEvidenceFile({ formatVersion: 1, runs: [run], attempts: records })))).toEqual([])
})

test('the schema takes evidence with nothing but what is required', () => {
  const { runnerVersion, ...run } = runOf({ testFiles: [] })
  const least: AttemptRecord = { run: '0a', outcome: 'allowed', channel: 'tcp', phase: 'run', stack: [], count: 1 }

  expect(runnerVersion).toBeDefined()
  expect(problemsOf({ formatVersion: 1, runs: [run], attempts: [least] })).toEqual([])
})

describe('the schema refuses', () => {
  test.each<[string, object, string]>([
    ['a newer format', { ...whole, formatVersion: 2 }, '/formatVersion must be equal to constant'],
    ['an unknown field of the file', { ...whole, more: 1 }, ' must NOT have additional properties'],
    ['an unknown field of a run', withRun({ more: 1 }), '/runs/0 must NOT have additional properties'],
    ['an unknown field of a record', withRecord({ more: 1 }), '/attempts/0 must NOT have additional properties'],
    ['a record without its run', withRecord({ run: undefined }), "/attempts/0 must have required property 'run'"],
    ['a port that there is not', withRecord({ port: 65_536 }), '/attempts/0/port must be <= 65535'],
    ['a count of nothing', withRecord({ count: 0 }), '/attempts/0/count must be >= 1'],
    ['an unknown outcome', withRecord({ outcome: 'seen' }), '/attempts/0/outcome must be equal to one of the allowed'],
    ['an invalid time', withRun({ startedAt: 'today' }), '/runs/0/startedAt must match format "date-time"'],
    ['a shard without its total', withRun({ shard: '1' }), '/runs/0/shard must match pattern'],
  ])('%s', (_, value, problem) => {
    expect(problemsOf(value).join('\n')).toContain(problem)
  })
})

async function ended(emitter: EventEmitter): Promise<void> {
  await once(emitter, 'close').catch(() => {})
}

function withRun(rest: object): object {
  return { ...evidenceFileOf([]), runs: [{ ...runOf(), ...rest }] }
}

function withRecord(rest: object): object {
  return evidenceFileOf([{ ...recordOf(), ...rest }])
}

function keysOf(values: readonly object[]): readonly string[] {
  return [...new Set(values.flatMap((value) => Object.keys(value)))].toSorted()
}
