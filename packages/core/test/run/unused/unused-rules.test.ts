import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TestFileRecord } from '../../../src/run/file/evidence-file.ts'
import { describeRule, placeOf } from '../../../src/run/unused/format-unused.ts'
import { type RunOfRules, unusedRules } from '../../../src/run/unused/unused-rules.ts'
import { writeProject } from '../../testing/config/write-project.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

const test1 = 'test/a.test.js'

type Attempted = Parameters<typeof recordOf>[0]

interface Said {
  readonly files?: Readonly<Record<string, string>>
  readonly attempts?: readonly Attempted[]
  readonly ran?: readonly Partial<TestFileRecord>[]
  readonly run?: Partial<RunOfRules>
  readonly root?: string
}

function unused({ files = {}, attempts = [], ran = [{}], run = {}, root = '.' }: Said): readonly string[] {
  const folder = writeProject({ [join(root, test1)]: '', '.git': '', ...files })
  const records = attempts.map((attempt) =>
    recordOf({ file: test1, outcome: 'allowed', rule: undefined, reason: undefined, ...attempt }),
  )
  const file = fileOf(records)
  const testFiles = ran.map((one) => ({ file: test1, tests: 1, whole: true, ...one }))
  const evidence = { ...file, runs: file.runs.map((one) => ({ ...one, testFiles })) }
  const found = unusedRules({ evidence, root: join(folder, root), isComplete: true, ...run })
  return found.map((rule) => `${placeOf(rule, folder)} ${describeRule(rule)}`)
}

const config = (text: string): Readonly<Record<string, string>> => ({ 'agentguard.config.json': text })

describe('unusedRules', () => {
  test('names the rules of a config by their lines, and those of its globs', () => {
    const files = config(
      '{\n"allow": [\n"a.com",\n"b.com"],\n"deny": ["x.com"],\n"files": { "test/**": {\n"mute": "c.com" }, "other/**": {\n"allow": ["d.com"] } } }',
    )
    const attempts = [{ host: 'a.com', rule: 'a.com' }]
    expect(unused({ files, attempts })).toEqual([
      'agentguard.config.json:4 allow b.com',
      'agentguard.config.json:7 mute c.com',
      'agentguard.config.json:8 allow d.com',
    ])
  })

  test('names the rules of a docblock by their lines', () => {
    const files = {
      [test1]: '// a test\n// @agentguard allow=a.com,b.com by=posthog-node\n// @agentguard mute=c.com deny=d.com\n',
    }
    const attempts = [
      { host: 'a.com', rule: 'a.com (by posthog-node)' },
      { host: 'c.com', rule: 'c.com', outcome: 'muted' } as const,
    ]
    expect(unused({ files, attempts })).toEqual([`${test1}:2 allow b.com (by posthog-node)`])
  })

  test('names the rules of a config in code, and of the runner, by the line of their text', () => {
    const files = {
      'agentguard.config.js': "export default {\n  allow: ['a.com'],\n  mute: [/^b\\.com$/, () => true],\n}\n",
      'package.json': '{"type":"module"}',
      'jest.config.js': "\n\nallow: 'c.com'",
    }
    const folder = writeProject(files)
    const runner = [{ file: join(folder, 'jest.config.js'), options: { allow: ['c.com', 'd.com'] } }]
    expect(unused({ files, run: { runner } }).map((text) => text.replace(/^.*(?=jest\.config)/, ''))).toEqual([
      'agentguard.config.js:2 allow a.com',
      'agentguard.config.js:3 mute /^b\\.com$/',
      'jest.config.js:3 allow c.com',
      'jest.config.js allow d.com',
    ])
  })

  test.each<[string, string, Attempted]>([
    ['*.a.com', 'a rule beside the one that decided', { host: 'x.a.com', rule: 'x.a.com' }],
    ['preset:aws-metadata', 'a preset', { host: '169.254.169.254', rule: 'preset:aws-metadata (169.254.169.254)' }],
    [
      'https://a.com/v2/*',
      'a URL behind another',
      { host: 'a.com', url: 'https://a.com/v2/x', port: 443, rule: 'https://a.com/v1/*' },
    ],
    [
      'exec:git',
      'a program of a shell',
      { host: undefined, program: { file: 'sh', args: [], foreign: ['git', 'ssh'] }, rule: 'subprocess: guard' },
    ],
    [
      'a.com',
      'a rule that expired',
      { host: 'a.com', outcome: 'blocked', reason: 'rule-expired', rule: 'a.com (until 2020-01-01)' },
    ],
  ])('counts %s as used: %s', (rule, _, attempt) => {
    expect(unused({ files: config(JSON.stringify({ allow: [rule] })), attempts: [attempt] })).toEqual([])
  })

  test.each<[string, Said]>([
    ['a run of some tests', { run: { isComplete: false } }],
    ['a file with a test that was skipped', { ran: [{}, { file: 'test/b.test.js', whole: false }] }],
    ['a run of a folder below', { root: 'packages/a' }],
    [
      'a folder with tests of both runners',
      { files: { ...config('{"allow":["a.com"]}'), 'package.json': '{"devDependencies":{"jest":"*","vitest":"*"}}' } },
    ],
    ['no test file', { ran: [] }],
  ])('ignores a config after %s', (_, said) => {
    expect(unused({ files: config('{"allow":["a.com"]}'), ...said })).toEqual([])
  })

  test('judges a docblock also in a run of some tests, unless its own were skipped', () => {
    const files = { [test1]: '// @agentguard allow=a.com\n' }
    expect(unused({ files, run: { isComplete: false } })).toEqual([`${test1}:1 allow a.com`])
    expect(unused({ files, ran: [{ whole: false }] })).toEqual([])
  })

  test('counts a rule as used that one project of several needs', () => {
    const files = { [test1]: '// @agentguard allow=a.com\n' }
    const ran = [{ project: 'one' }, { project: 'two' }]
    expect(unused({ files, ran, attempts: [{ project: 'two', host: 'a.com' }] })).toEqual([])
    expect(unused({ files, ran: [{ project: 'one' }, { project: 'two', whole: false }] })).toEqual([])
  })
})
