import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AttemptRecord } from '../../../src/run/file/evidence-file.ts'
import { parseEvidenceFile } from '../../../src/run/file/parse-evidence-file.ts'
import { finishRun, type FinishedRun } from '../../../src/run/finish/finish-run.ts'
import {
  parseReportOptions,
  type ReportOptions,
  wantsAllowed,
  withConfig,
} from '../../../src/run/finish/report-options.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'finish-run-'))
  mkdirSync(join(root, 'test'))
  writeFileSync(join(root, 'test/weather.test.ts'), '')
})

afterEach(() => rmSync(root, { recursive: true }))

const reached = recordOf({ host: 'api.weather.com', outcome: 'allowed', reason: undefined, rule: 'api.weather.com' })

function finish(attempts: readonly AttemptRecord[], options: ReportOptions, rest: Partial<FinishedRun> = {}) {
  return finishRun({
    file: fileOf(attempts),
    plan: parseReportOptions(options, 'a test'),
    root,
    runner: 'jest',
    update: 'new',
    isComplete: true,
    terminal: { columns: undefined, colors: false },
    environment: {},
    ...rest,
  })
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

test('requested files are written and named, and nothing else is', () => {
  const { text, fails } = finish([recordOf()], { json: true, sarif: 'out/here.sarif', html: true })

  expect(fails).toBe(false)
  expect(parseEvidenceFile(read('.agentguard/evidence.json'), 'it').attempts).toEqual([recordOf()])
  expect(JSON.parse(read('out/here.sarif'))).toMatchObject({ version: '2.1.0' })
  expect(read('.agentguard/evidence.html')).toMatch(/^<!doctype html>/i)
  expect(text).toMatch(/Written to \.agentguard\/evidence\.json\n {2}Written to out\/here\.sarif\n {2}Written to /)
  expect(existsSync(join(root, 'egress.lock.json'))).toBe(false)
})

test('a run without egress is written, and nothing is printed', () => {
  expect(finish([], { json: true })).toEqual({ text: '', fails: false })
  expect(parseEvidenceFile(read('.agentguard/evidence.json'), 'it').attempts).toEqual([])
})

test('a file that cannot be written fails the run, and the others are still written', () => {
  writeFileSync(join(root, 'taken'), '')

  const { text, fails } = finish([], { json: 'taken/evidence.json', sarif: true })

  expect(fails).toBe(true)
  expect(text).toContain('agentguard: taken/evidence.json: it cannot be written')
  expect(existsSync(join(root, '.agentguard/evidence.sarif'))).toBe(true)
})

test('a first lock is written outside CI, and compared with what a run reaches', () => {
  const first = finish([reached], { lock: true })
  const again = finish([reached], { lock: true })
  const more = finish([reached, { ...reached, host: 'new.example.com', rule: '*.example.com' }], { lock: true })

  expect(first.text).toContain('Egress lock written to egress.lock.json')
  expect(again).toEqual({ text: '', fails: false })
  expect(more.fails).toBe(true)
  for (const part of ['new.example.com', 'test/weather.test.ts', '*.example.com', 'npx agentguard lock --accept'])
    expect(more.text).toContain(part)
  expect(more.text).not.toContain('api.weather.com')
  expect(read('egress.lock.json')).not.toContain('new.example.com')
})

const more = [reached, { ...reached, host: 'new.example.com' }]

test('an update of snapshots accepts no new destination', () => {
  finish([reached], { lock: true })
  const before = read('egress.lock.json')
  const { text, fails } = finish(more, { lock: true }, { update: 'all' })

  expect(fails).toBe(true)
  expect(text).toContain('If this is intended, accept it with  npx agentguard lock --accept  and commit the lock')
  expect(read('egress.lock.json')).toBe(before)
})

test('evidence of new destinations is kept for the command that accepts them, whatever reports were requested', () => {
  finish([reached], { lock: true })
  expect(existsSync(join(root, '.agentguard/evidence.json'))).toBe(false)
  finish(more, { lock: true })
  expect(parseEvidenceFile(read('.agentguard/evidence.json'), 'it').attempts).toHaveLength(2)

  const elsewhere = finish(more, { lock: 'deep/lock.json', json: 'out/e.json' })
  expect(elsewhere.fails).toBe(false)
  expect(
    finish([...more, recordOf({ host: 'x.example.com', outcome: 'audited' })], {
      lock: 'deep/lock.json',
      json: 'out/e.json',
    }).text,
  ).toContain('accept it with  npx agentguard lock out/e.json --lock deep/lock.json --accept')
})

test('an update of snapshots updates the lock where an option asks for it', () => {
  finish([reached], { lock: true })
  const before = read('egress.lock.json')
  const options = { lock: true, updateLock: true }
  const { text, fails } = finish([{ ...reached, host: 'new.example.com' }], options, { update: 'all' })
  const unchanged = finish([{ ...reached, host: 'new.example.com' }], options, { update: 'all' })

  expect(fails).toBe(false)
  expect(text).toContain('Egress lock written to egress.lock.json')
  expect(read('egress.lock.json')).not.toBe(before)
  expect(unchanged).toEqual({ text: '', fails: false })
})

test('in CI no lock is written, and a missing one is an error with the command to write it', () => {
  const { text, fails } = finish([reached], { lock: true }, { update: 'none' })

  expect(fails).toBe(true)
  expect(text).toContain('egress.lock.json: there is no egress lock, and CI does not write one')
  expect(text).toContain('jest -u')
  expect(existsSync(join(root, 'egress.lock.json'))).toBe(false)
})

test('a run of a few tests writes no first lock', () => {
  expect(finish([reached], { lock: true }, { isComplete: false })).toEqual({ text: '', fails: false })
  expect(existsSync(join(root, 'egress.lock.json'))).toBe(false)
})

test.each([
  ['is reported', {}, 'none', false],
  ['fails a run in CI where that is asked for', { failOnStale: true }, 'none', true],
  ['fails no run on a machine of ours', { failOnStale: true }, 'new', false],
] as const)('an entry of the lock that is no longer reached %s', (_name, options, update, expected) => {
  finish([reached], { lock: true })

  const { text, fails } = finish([], { lock: true, ...options }, { update })

  expect(fails).toBe(expected)
  expect(text).toContain('api.weather.com')
})

test('a damaged lock fails the run and says what to do', () => {
  writeFileSync(join(root, 'egress.lock.json'), '{"lockfileVersion":1,')

  const { text, fails } = finish([reached], { lock: true })

  expect(fails).toBe(true)
  expect(text).toContain('agentguard: egress.lock.json: it is not JSON')
})

test('on GitHub the evidence becomes annotations and a part of the job summary', () => {
  const GITHUB_STEP_SUMMARY = join(root, 'summary.md')
  writeFileSync(GITHUB_STEP_SUMMARY, '# Before\n')

  const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY }
  const { text } = finish([recordOf()], {}, { environment })
  const off = finish([recordOf()], { github: false }, { environment })

  expect(text).toMatch(/^::error .*us\.i\.posthog\.com/)
  expect(off.text).not.toContain('::error')
  expect(read('summary.md')).toMatch(/^# Before\n[^]*us\.i\.posthog\.com/)
  expect(read('summary.md').match(/### Egress/g)).toHaveLength(1)
})

test('a rule that expires soon is a warning, also without a summary', () => {
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  const expiring = { ...reached, rule: `api.weather.com (until ${until}, "a demo")` }
  const warned = {
    text: `\nagentguard: Rules that expire soon: api.weather.com (until ${until}, 3 more days)\n\n`,
    fails: false,
  }

  expect(finish([expiring], { summary: false })).toEqual(warned)
  expect(finish([expiring], { summary: false }, { isDigest: true })).toEqual(warned)
})

const stale = { file: 'jest.config.js', options: { allow: ['api.weather.com', 'old.example.com'] } }
const finished = (options: ReportOptions, rest: Partial<FinishedRun> = {}) =>
  finish([reached], { summary: false, ...options }, { options: [stale], ...rest })

test('unused rules of a complete run are a warning where allowed attempts are known, or a failure', () => {
  const text = `
agentguard: this run never used these rules:
  jest.config.js  allow old.example.com
  Remove them: npx agentguard suggest --prune --write

`
  expect(finished({})).toEqual({ text: '', fails: false })
  expect(finished({ json: true })).toEqual({ text, fails: false })
  expect(finished({ unusedRules: 'warn' })).toEqual({ text, fails: false })
  expect(finished({ unusedRules: 'error' })).toEqual({ text, fails: true })
  expect(finished({ json: true, unusedRules: 'off' })).toEqual({ text: '', fails: false })
  expect(finished({ unusedRules: 'error' }, { isComplete: false })).toEqual({ text: '', fails: false })
})

test('the config nearest to the root of a run decides about unused rules, unless the reporter does', () => {
  writeFileSync(join(root, 'agentguard.config.json'), '{"unusedRules":"error"}')
  const planned = (options: ReportOptions) => withConfig(parseReportOptions(options, 'a test'), root)

  expect(planned({})).toMatchObject({ unusedRules: 'error' })
  expect(wantsAllowed(planned({}))).toBe(true)
  expect(wantsAllowed(planned({ unusedRules: 'off' }))).toBe(false)
  expect(() => planned({ unusedRules: 'warning' as 'warn' })).toThrow("Did you mean 'warn'?")
})
