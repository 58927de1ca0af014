import { expect, test } from 'vitest'
import type { AttemptRecord, EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { createPageEvidence } from '../../../src/run/formats/page-evidence.ts'
import { evidenceOf } from '../../evidence/explain/evidence-of.ts'

test('createPageEvidence says what a blocked attempt tried to reach, why it was blocked and what would allow it', () => {
  const [attempt] = createPageEvidence(fileOf(recordOf({ reason: 'loopback-not-own' }))).attempts

  expect(attempt).toMatchObject({
    destination: 'localhost:8126',
    target: 'connect 127.0.0.1:8126',
    why: 'a loopback address where no server of the tests listens; probably the Datadog agent',
    allow: '// @agentguard allow=localhost:8126',
  })
})

test('createPageEvidence says how to turn off a known sender', () => {
  const [attempt] = createPageEvidence(fileOf(recordOf({ host: 'us.i.posthog.com', address: '203.0.113.7' }))).attempts

  expect(attempt?.quiet).toMatch(/disabled: true/)
})

test('createPageEvidence names the kind of a known sender, and the rules that would allow or mute it', () => {
  const { attempts } = createPageEvidence(
    fileOf(
      recordOf({ host: 'us.i.posthog.com', address: '203.0.113.7', port: 443 }),
      recordOf({ host: 'tool.example', address: '203.0.113.8', port: 443 }),
      recordOf({ reason: 'denied', rule: 'localhost' }),
    ),
  )

  expect(attempts[0]).toMatchObject({ kind: 'telemetry', rules: ['us.i.posthog.com'] })
  expect(attempts[1]).toMatchObject({ rules: ['tool.example'] })
  expect(attempts[1]).not.toHaveProperty('kind')
  expect(attempts[2]).not.toHaveProperty('rules')
})

test('createPageEvidence marks new destinations where it can know them', () => {
  const file = fileOf(recordOf({ port: 1 }), recordOf({ port: 2 }))
  const { attempts } = createPageEvidence(file, { isNew: ({ port }) => port === 2 })

  expect(attempts.map(({ isNew }) => isNew)).toEqual([undefined, true])
  expect(createPageEvidence(file).attempts.some(({ isNew }) => isNew)).toBe(false)
})

test('createPageEvidence offers no line for what was allowed', () => {
  const [attempt] = createPageEvidence(fileOf(recordOf({ outcome: 'allowed', rule: 'loopback' }))).attempts

  expect(attempt).not.toHaveProperty('allow')
})

test('createPageEvidence counts test files and tests of a run', () => {
  const [run] = createPageEvidence(fileOf()).runs

  expect(run).toMatchObject({ id: 'one', files: 2, tests: 5 })
  expect(run).not.toHaveProperty('testFiles')
})

test('createPageEvidence says which files ran without the guard, and nothing where there are none', () => {
  const { runs, ...rest } = fileOf()
  const unguarded = { file: 'c.test.ts', tests: 1, whole: false, unguarded: 'off' } as const
  const half = runs.map((run) => ({ ...run, testFiles: [...run.testFiles, unguarded] }))

  expect(createPageEvidence({ ...rest, runs: half }).unguarded).toBe(
    '2 of 3 files guarded. Unguarded: c.test.ts (mode: off)',
  )
  expect(createPageEvidence({ ...rest, runs })).not.toHaveProperty('unguarded')
})

function recordOf(rest: Partial<AttemptRecord>): AttemptRecord {
  const { scope, ...evidence } = evidenceOf({ host: '127.0.0.1', address: '127.0.0.1', port: 8126 })
  return { run: 'one', test: scope, ...evidence, ...rest }
}

function fileOf(...attempts: readonly AttemptRecord[]): EvidenceFile {
  const run = { id: 'one', runner: 'jest', version: '0.1.0', node: '24.0.0', platform: 'linux', root: '' } as const
  const testFiles = [
    { file: 'a.test.ts', tests: 2, whole: true },
    { file: 'b.test.ts', tests: 3, whole: true },
  ]
  return {
    formatVersion: 1,
    runs: [{ ...run, startedAt: '2026-11-22T19:04:00.000Z', duration: 1, testFiles }],
    attempts,
  }
}
