import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { attemptOf, culpritOf, evidenceFileOf, runOf, type Said } from '../../run/lock/evidence-file-of.ts'
import { agentguard, type Outcome } from '../agentguard.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-suggest-'))
  mkdirSync(join(folder, '.agentguard'))
  mkdirSync(join(folder, 'test'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const blocked: Said = { outcome: 'audited', rule: undefined, reason: 'not-allowed' }
const audited = [
  attemptOf({ ...blocked, culprit: culpritOf('openai') }),
  attemptOf({ ...blocked, culprit: culpritOf('openai'), test: 'another' }),
  attemptOf({ ...blocked, host: '127.0.0.1', port: 8126, culprit: culpritOf('dd-trace') }),
  attemptOf({ ...blocked, file: 'test/b.test.ts', host: 'us.i.posthog.com', culprit: culpritOf('posthog-node') }),
  attemptOf({ ...blocked, outcome: 'blocked', reason: 'denied', rule: '*.evil.com', host: 'x.evil.com' }),
]

function suggest(args: readonly string[], runner: 'jest' | 'vitest' = 'jest'): Outcome {
  const evidence = evidenceFileOf(audited, [runOf(['test/a.test.ts', 'test/b.test.ts'], { runner })])
  writeFileSync(join(folder, '.agentguard/evidence.json'), formatEvidenceFile(evidence))
  return agentguard(['suggest', ...args], { cwd: folder })
}

const left = `No rule for 1 destination:
  x.evil.com:443: denied by *.evil.com: no allow rule overrides it, so change the deny rule
      in test/a.test.ts
`

test('agentguard suggest prints the lines for each test file, and what it cannot suggest on stderr', () => {
  expect(suggest([])).toEqual({
    status: 0,
    stdout: `test/a.test.ts
  // openai, 2 tests
  // @agentguard allow=api.weather.com
  // dd-trace, 1 test, probably the Datadog agent
  // @agentguard allow=localhost:8126

test/b.test.ts
  // posthog-node, 1 test, probably product analytics of PostHog
  // @agentguard allow=us.i.posthog.com
`,
    stderr: left,
  })
})

test('agentguard suggest --for config prints one list as the config of the runner takes it', () => {
  const list = `  allow: [
    // openai, 2 tests
    'api.weather.com',
    // dd-trace, 1 test, probably the Datadog agent
    'localhost:8126',
    // posthog-node, 1 test, probably product analytics of PostHog
    'us.i.posthog.com',
  ],
`

  expect(suggest(['--for', 'config']).stdout).toBe(`testEnvironmentOptions: {\n${list}},\n`)
  expect(suggest(['--for', 'config'], 'vitest').stdout).toBe(`agentguard({\n${list}}),\n`)
  expect(suggest(['--for', 'config', '--runner', 'agentguard']).stdout).toBe(
    "agentguard run --allow 'api.weather.com,localhost:8126,us.i.posthog.com' -- …\n",
  )
})

test('agentguard suggest --write puts the lines into the files, once', () => {
  writeFileSync(join(folder, 'test/a.test.ts'), '#!/usr/bin/env node\ntest()\n')
  writeFileSync(join(folder, 'test/b.test.ts'), '// @agentguard allow=a.com\ntest()\n')
  const first = suggest(['--write'])
  const a = readFileSync(join(folder, 'test/a.test.ts'), 'utf8')
  const b = readFileSync(join(folder, 'test/b.test.ts'), 'utf8')

  expect(first).toEqual({
    status: 0,
    stdout: 'test/a.test.ts: api.weather.com, localhost:8126\ntest/b.test.ts: us.i.posthog.com\n',
    stderr: left,
  })
  expect(a).toBe(`#!/usr/bin/env node
// openai, 2 tests
// @agentguard allow=api.weather.com
// dd-trace, 1 test, probably the Datadog agent
// @agentguard allow=localhost:8126
test()
`)
  expect(b).toContain('// @agentguard allow=us.i.posthog.com,a.com\ntest()\n')
  expect(suggest(['--write']).stdout).toBe('test/a.test.ts: has them all\ntest/b.test.ts: has them all\n')
  expect(readFileSync(join(folder, 'test/a.test.ts'), 'utf8')).toBe(a)
})

test('agentguard suggest says so when there is nothing to allow', () => {
  writeFileSync(join(folder, 'none.json'), formatEvidenceFile(evidenceFileOf([attemptOf()])))

  expect(suggest(['none.json'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Nothing to allow') as string,
  })
})

test.each<[readonly string[], string]>([
  [['--write', '--for', 'config'], '--write changes test files only'],
  [['--for', 'docs'], 'Allowed choices are docblock, config'],
  [['--write'], 'test/a.test.ts: it cannot be read (ENOENT)'],
])('agentguard suggest %j is wrong use', (args, message) => {
  expect(suggest(args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) as string })
})

test('agentguard suggest --mute prints rules that fail nothing and let nothing out', () => {
  expect(suggest(['--mute']).stdout).toContain('  // @agentguard mute=us.i.posthog.com\n')
  expect(suggest(['--mute', '--for', 'config', '--runner', 'agentguard']).stdout).toBe(
    "agentguard run --mute 'api.weather.com,localhost:8126,us.i.posthog.com' -- …\n",
  )
})

test('agentguard suggest --mute --write puts the lines into the files', () => {
  for (const name of ['a', 'b']) writeFileSync(join(folder, `test/${name}.test.ts`), 'test()\n')
  suggest(['--mute', '--write'])

  expect(readFileSync(join(folder, 'test/b.test.ts'), 'utf8')).toBe(
    '// posthog-node, 1 test, probably product analytics of PostHog\n// @agentguard mute=us.i.posthog.com\ntest()\n',
  )
})

test('agentguard suggest --for config prints the list as agentguard.config.json takes it, where there is one', () => {
  writeFileSync(join(folder, 'agentguard.config.json'), '{}')
  expect(suggest(['--for', 'config']).stdout).toBe(
    '"allow": [\n  "api.weather.com",\n  "localhost:8126",\n  "us.i.posthog.com"\n]\n',
  )
})

test('agentguard suggest --prune shows rules that a run never used, and removes them from docblocks', () => {
  const source = '// @agentguard allow=api.weather.com,old.example.com\n// @agentguard mute=gone.example.com\n'
  writeFileSync(join(folder, 'test/a.test.ts'), source)
  writeFileSync(join(folder, 'test/b.test.ts'), '')
  writeFileSync(join(folder, 'agentguard.config.json'), '{\n"allow": ["us.i.posthog.com",\n"stale.example.com"]\n}')
  const rules = `  test/a.test.ts:1  - allow old.example.com
  test/a.test.ts:2  - mute gone.example.com
`
  const inConfig = `
agentguard.config.json: remove these by hand, if the evidence covers all tests
  agentguard.config.json:3  - allow stale.example.com
`

  expect(suggest(['--prune'])).toEqual({
    status: 0,
    stdout: `test/a.test.ts: --write removes these\n${rules}${inConfig}`,
    stderr: '',
  })
  expect(suggest(['--prune', '--write']).stdout).toBe(`test/a.test.ts\n${rules}${inConfig}`)
  expect(readFileSync(join(folder, 'test/a.test.ts'), 'utf8')).toBe('// @agentguard allow=api.weather.com\n')
  expect(suggest(['--prune', '--mute'])).toMatchObject({ status: 2 })
})
