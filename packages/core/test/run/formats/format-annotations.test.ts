import { expect, test } from 'vitest'
import { formatAnnotations } from '../../../src/run/formats/format-annotations.ts'
import { evidenceFileOf, recordOf } from '../file/evidence-of-runs.ts'
import { evidenceOfASuite, hostileEvidence } from './evidence-of-a-suite.ts'

const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1)
const many = (length: number, outcome: 'blocked' | 'audited') =>
  Array.from({ length }, (_, index) => recordOf({ outcome, host: `${outcome}-${index}.com` }))

test('formatAnnotations writes the golden text', async () => {
  await expect(formatAnnotations(evidenceOfASuite())).toMatchFileSnapshot('golden/annotations.txt')
})

test('formatAnnotations leaves out allowed destinations', () => {
  expect(formatAnnotations(evidenceFileOf([recordOf({ outcome: 'allowed' })]))).toBe('')
})

test('formatAnnotations writes as many as GitHub shows of a step, and counts the rest', () => {
  const lines = linesOf(formatAnnotations(evidenceFileOf([...many(13, 'blocked'), ...many(11, 'audited')])))

  expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10)
  expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(10)
  expect(lines.slice(20)).toEqual([
    '::notice title=agentguard::3 more destinations blocked, 1 more destination seen in mode audit: see the summary of this job',
  ])
})

test('formatAnnotations counts nothing where all is shown', () => {
  expect(linesOf(formatAnnotations(evidenceFileOf([...many(10, 'blocked'), ...many(10, 'audited')])))).toHaveLength(20)
})

test('formatAnnotations makes one command of each destination, whatever its texts try to be', () => {
  const lines = linesOf(formatAnnotations(hostileEvidence()))

  expect(lines).toHaveLength(6)
  for (const line of lines) {
    expect(line).toMatch(/^::error file=[^,:]+,line=1(?:,col=1)?,title=[^,:]+::Egress blocked: /)
    expect(line.replaceAll(/%(?:25|0A|3A|2C)/g, '')).not.toMatch(/[%\r]/)
  }
})

const half = {
  testFiles: [
    { file: 'a.test.ts', tests: 1, whole: true },
    { file: 'b.test.ts', tests: 1, whole: false, unguarded: 'absent' as const },
  ],
}

test('formatAnnotations warns of files without the guard', () => {
  expect(linesOf(formatAnnotations(evidenceFileOf([], half)))).toEqual([
    '::warning title=agentguard::1 of 2 files guarded. Unguarded: b.test.ts',
  ])
})

test('formatAnnotations leaves out muted destinations', () => {
  expect(formatAnnotations(evidenceFileOf([recordOf({ outcome: 'muted', rule: '*.posthog.com' })]))).toBe('')
})
