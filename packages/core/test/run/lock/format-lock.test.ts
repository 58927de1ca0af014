import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { formatLock } from '../../../src/run/lock/format-lock.ts'
import { emptyLock } from '../../../src/run/lock/lock.ts'
import { parseLock } from '../../../src/run/lock/parse-lock.ts'
import { attemptOf, culpritOf, evidenceFileOf } from './evidence-file-of.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-lock-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('formatLock writes one destination a line, in the order of the alphabet', () => {
  const attempts = [
    attemptOf({ host: 'us.i.posthog.com', rule: undefined, outcome: 'audited', culprit: culpritOf('posthog-node') }),
    attemptOf({ culprit: culpritOf('openai') }),
    attemptOf({ culprit: culpritOf('undici') }),
    attemptOf({ project: 'browser', host: 'localhost', port: 5432, rule: 'localhost:5432' }),
  ]

  expect(formatLock(createLock(evidenceFileOf(attempts)))).toBe(`{
  "lockfileVersion": 1,
  "files": {
    "browser › test/a.test.ts": {
      "localhost:5432": { "rules": ["localhost:5432"], "packages": [] }
    },
    "test/a.test.ts": {
      "api.weather.com:443": { "rules": ["api.weather.com"], "packages": ["openai", "undici"] },
      "us.i.posthog.com:443": { "rules": ["mode: audit"], "packages": ["posthog-node"] }
    }
  }
}
`)
})

test('formatLock writes an empty lock', () => {
  expect(formatLock(emptyLock)).toBe('{\n  "lockfileVersion": 1,\n  "files": {}\n}\n')
})

test('formatLock escapes what a reviewer would not see', () => {
  const text = formatLock(createLock(evidenceFileOf([attemptOf({ file: 'a\u202Eb\u{E0041}.test.ts' })])))

  expect(text).toContain('"a\\u202eb\\udb40\\udc41.test.ts"')
  expect(parseLock(text, 'egress.lock.json').files[0]?.file).toBe('a\u202Eb\u{E0041}.test.ts')
})

type Reached = Readonly<Record<string, readonly string[]>>

const base: Reached = {
  'test/agents.test.ts': ['api.anthropic.com', 'api.openai.com', 'us.i.posthog.com'],
  'test/search.test.ts': ['api.tavily.com', 'r.jina.ai'],
  'test/weather.test.ts': ['api.weather.com'],
}

test.each<[string, Reached, Reached, boolean]>([
  [
    'destinations that two branches add to different files',
    { ...base, 'test/agents.test.ts': ['api.anthropic.com', 'api.mistral.ai', 'api.openai.com', 'us.i.posthog.com'] },
    { ...base, 'test/search.test.ts': ['api.search.brave.com', 'api.tavily.com', 'r.jina.ai'] },
    true,
  ],
  [
    'test files that two branches add at different places',
    { ...base, 'test/images.test.ts': ['api.openai.com'] },
    { ...base, 'test/tools.test.ts': ['registry.npmjs.org'] },
    true,
  ],
  [
    'two destinations of one file with one that stays between them',
    { ...base, 'test/agents.test.ts': ['api.anthropic.com', 'api.mistral.ai', 'api.openai.com', 'us.i.posthog.com'] },
    { ...base, 'test/agents.test.ts': ['aaa.example.com', 'api.anthropic.com', 'api.openai.com', 'us.i.posthog.com'] },
    true,
  ],
  [
    'a destination that goes and a file that comes',
    { ...base, 'test/agents.test.ts': ['api.openai.com', 'us.i.posthog.com'] },
    { ...base, 'test/zoo.test.ts': ['zoo.example.com'] },
    true,
  ],
  [
    'the same destination added by both',
    { ...base, 'test/weather.test.ts': ['api.weather.com', 'geo.weather.com'] },
    { ...base, 'test/weather.test.ts': ['api.weather.com', 'geo.weather.com'] },
    true,
  ],
  [
    'two new last files, which are in the same place',
    { ...base, 'test/xylophone.test.ts': ['x.example.com'] },
    { ...base, 'test/zoo.test.ts': ['zoo.example.com'] },
    false,
  ],
])('git merges %s', (_, ours, theirs, clean) => {
  const { status, text } = merge(ours, theirs)

  expect(status === 0).toBe(clean)
  if (clean) expect(parseLock(text, 'merged')).toEqual(lockOf(both(ours, theirs)))
  else
    expect(() => parseLock(text, 'egress.lock.json')).toThrow('egress.lock.json: it contains conflict markers of git')
})

/** A merge by git itself, in a repository with two branches. */
function merge(ours: Reached, theirs: Reached): { readonly status: number | null; readonly text: string } {
  const file = join(folder, 'egress.lock.json')
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
    })
  const commit = (reached: Reached, message: string) => {
    writeFileSync(file, formatLock(lockOf(reached)))
    git('add', '.')
    git('commit', '--quiet', '--allow-empty', '--message', message)
  }
  git('init', '--quiet', '--initial-branch', 'main')
  commit(base, 'base')
  git('switch', '--quiet', '--create', 'theirs')
  commit(theirs, 'theirs')
  git('switch', '--quiet', 'main')
  commit(ours, 'ours')
  const args = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'merge', '--quiet', '--no-edit', 'theirs']
  const { status } = spawnSync('git', args, { cwd: folder })
  return { status, text: readFileSync(file, 'utf8') }
}

function lockOf(reached: Reached) {
  const attempts = Object.entries(reached).flatMap(([file, hosts]) =>
    hosts.map((host) => attemptOf({ file, host, rule: host })),
  )
  return createLock(evidenceFileOf(attempts))
}

/** What either side added to the base, without what either removed. */
function both(ours: Reached, theirs: Reached): Reached {
  const files = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  return Object.fromEntries(
    files.map((file) => {
      const lists = [ours, theirs].map((side) => side[file] ?? [])
      const known = base[file] ?? []
      const all = [...new Set(lists.flat())]
      return [file, all.filter((host) => !known.includes(host) || lists.every((list) => list.includes(host)))]
    }),
  )
}
