import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import type { AttemptRecord } from '../../../src/run/file/evidence-file.ts'
import { attemptOf, culpritOf, evidenceFileOf, runOf } from '../../run/lock/evidence-file-of.ts'
import { agentguard, type Outcome } from '../agentguard.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-lock-'))
  mkdirSync(join(folder, '.agentguard'))
  mkdirSync(join(folder, 'test'))
  for (const name of ['a', 'b']) writeFileSync(join(folder, `test/${name}.test.ts`), '')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

function record(attempts: readonly AttemptRecord[], path = '.agentguard/evidence.json', run = 'run-1'): void {
  const evidence = evidenceFileOf(
    attempts.map((attempt) => ({ ...attempt, run })),
    [runOf([...new Set(attempts.flatMap(({ file }) => file ?? []))], { id: run })],
  )
  writeFileSync(join(folder, path), formatEvidenceFile(evidence))
}

function lock(...args: readonly string[]): Outcome {
  return agentguard(['lock', ...args], { cwd: folder })
}

function readLock(): string {
  return readFileSync(join(folder, 'egress.lock.json'), 'utf8')
}

const openai = attemptOf({ culprit: culpritOf('openai') })
const posthog = attemptOf({ host: 'us.i.posthog.com', rule: '*.posthog.com', culprit: culpritOf('posthog-node') })

test('agentguard lock writes what a run reached, and --check then finds nothing new', () => {
  record([openai])
  const written = lock()
  const checked = lock('--check', '--stale')

  expect(written).toMatchObject({ status: 0, stderr: '' })
  expect(written.stdout).toBe(`Egress lock egress.lock.json: 1 new destination

  + api.weather.com:443
      by    openai
      rule  api.weather.com
      in    test/a.test.ts

egress.lock.json: 1 destination of 1 test file
`)
  expect(readLock()).toContain('"api.weather.com:443": { "rules": ["api.weather.com"], "packages": ["openai"] }')
  expect(checked).toEqual({ status: 0, stdout: 'egress.lock.json lists all that was reached\n', stderr: '' })
})

test('agentguard lock --check fails on a new destination, changes nothing, and says how to accept it', () => {
  record([openai])
  lock()
  const before = readLock()
  record([openai, posthog])
  const { status, stdout } = lock('--check')

  expect(status).toBe(1)
  expect(stdout).toContain('+ us.i.posthog.com:443\n      by    posthog-node')
  expect(stdout).toContain('accept it with  npx agentguard lock --accept')
  expect(readLock()).toBe(before)
})

test('agentguard lock adds nothing to an existing lock, and fails on new destinations', () => {
  record([openai])
  lock()
  const before = readLock()
  record([openai, posthog])
  const { status, stdout } = lock()

  expect(status).toBe(1)
  expect(stdout).toContain('+ us.i.posthog.com:443')
  expect(stdout).toContain('accept it with  npx agentguard lock --accept')
  expect(readLock()).toBe(before)
})

test('agentguard lock --accept adds new destinations, and shows them', () => {
  record([openai])
  lock()
  record([openai, posthog])
  const { status, stdout } = lock('--accept')

  expect(status).toBe(0)
  expect(stdout).toContain('+ us.i.posthog.com:443\n      by    posthog-node')
  expect(stdout).not.toContain('If this is intended')
  expect(readLock()).toContain('us.i.posthog.com:443')
  expect(lock('--check').status).toBe(0)
})

test('agentguard lock --accept with destinations adds only these, and lists the others', () => {
  record([openai])
  lock()
  record([openai, posthog, attemptOf({ host: 'new.example.com', port: 8443 })])
  const { status, stdout } = lock('--accept', 'us.i.posthog.com')

  expect(status).toBe(0)
  expect(stdout).toMatch(
    /1 new destination\n\n {2}\+ us\.i\.posthog\.com:443[^]*1 new destination\n\n {2}\+ new\.example\.com:8443/,
  )
  expect(readLock()).toContain('us.i.posthog.com:443')
  expect(readLock()).not.toContain('new.example.com')
  expect(lock('--check').status).toBe(1)
  expect(lock('--accept', 'new.example.com:8443').status).toBe(0)
  expect(lock('--check').status).toBe(0)
})

test('agentguard lock --check names stale entries, and fails on them with --stale', () => {
  record([openai, posthog])
  lock()
  record([openai])

  expect(lock('--check')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('- us.i.posthog.com:443') as string,
  })
  expect(lock('--check', '--stale').status).toBe(1)
})

test('agentguard lock joins shards, and drops a file that is gone', () => {
  record([openai], 'one.json', 'one')
  record([attemptOf({ file: 'test/b.test.ts' })], 'two.json', 'two')
  lock('two.json', 'one.json')
  const both = readLock()
  lock('one.json', 'two.json')

  expect(readLock()).toBe(both)
  rmSync(join(folder, 'test/b.test.ts'))
  expect(lock('--check', '--stale', 'one.json').status).toBe(1)
  lock('one.json')
  expect(readLock()).not.toContain('test/b.test.ts')
})

test('agentguard lock keeps files that did not run where the lock is elsewhere, also outside a repository', () => {
  record([openai, attemptOf({ file: 'test/b.test.ts' })])
  lock('--lock', 'deep/egress.lock.json')
  record([openai])
  lock('--lock', 'deep/egress.lock.json')

  expect(readFileSync(join(folder, 'deep/egress.lock.json'), 'utf8')).toContain('"test/b.test.ts"')
})

test('agentguard lock keeps the formatting of an editor while the lock says the same', () => {
  record([openai])
  lock()
  const spaced = JSON.stringify(JSON.parse(readLock()), null, 8)
  writeFileSync(join(folder, 'egress.lock.json'), spaced)

  expect(lock().stdout).toBe('egress.lock.json: 1 destination of 1 test file\n')
  expect(readLock()).toBe(spaced)
})

test('agentguard lock says that what was blocked is not in the lock', () => {
  record([openai, attemptOf({ host: 'evil.example.com', outcome: 'blocked', rule: undefined, reason: 'not-allowed' })])

  expect(lock()).toMatchObject({
    status: 0,
    stderr: '1 destination was blocked in this run: what is blocked is not reached, and not in the lock\n',
  })
  expect(readLock()).not.toContain('evil.example.com')
})

test.each<[string, readonly string[], string, string]>([
  ['no lock to check', ['--check'], '', 'egress.lock.json: there is no lock to check against.'],
  ['--stale alone', ['--stale'], '', "agentguard lock: --stale needs --check. Write 'agentguard lock --check"],
  [
    'a destination that is not new',
    ['--accept', 'evil.example.com'],
    '{"lockfileVersion":1,"files":{}}',
    "agentguard lock --accept: 'evil.example.com' is not new in this run. New: api.weather.com:443.",
  ],
  ['--accept with --check', ['--check', '--accept'], '', 'agentguard lock: --check changes nothing.'],
  ['a folder', ['--lock', 'test'], '', 'test: the lock cannot be read (EISDIR). Name the file of a lock.'],
  ['a lock with conflicts', [], '<<<<<<< HEAD\n', 'egress.lock.json: it contains conflict markers of git.'],
  ['a lock of a newer release', ['--check'], '{"lockfileVersion":9}', 'Update @agentguard/core'],
])('agentguard lock refuses %s as wrong use', (_, args, text, message) => {
  record([openai])
  if (text !== '') writeFileSync(join(folder, 'egress.lock.json'), text)

  expect(lock(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) as string })
})

test('agentguard lock says that files without the guard are not in the lock', () => {
  const run = runOf(['test/a.test.ts'], { id: 'run-1' })
  const unguarded = { file: 'test/b.test.ts', tests: 1, whole: false, unguarded: 'absent' } as const
  const evidence = evidenceFileOf([{ ...openai, run: 'run-1' }], [{ ...run, testFiles: [...run.testFiles, unguarded] }])
  writeFileSync(join(folder, '.agentguard/evidence.json'), formatEvidenceFile(evidence))

  expect(lock().stderr).toBe(
    '1 of 2 files guarded. Unguarded: test/b.test.ts: what these files reach is unknown, and not in the lock\n',
  )
})

test('agentguard lock finds the evidence and the lock of a runner whose root is a folder below', () => {
  rmSync(join(folder, '.agentguard'), { recursive: true })
  for (const name of ['src/.agentguard', 'src/test', 'node_modules/a/.agentguard'])
    mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'src/test/a.test.ts'), '')
  writeFileSync(join(folder, 'node_modules/a/.agentguard/evidence.json'), '')
  record([openai], 'src/.agentguard/evidence.json')
  writeFileSync(join(folder, 'src/egress.lock.json'), '{ "lockfileVersion": 1, "files": {} }')

  expect(lock('--accept')).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(join(folder, 'src/egress.lock.json'), 'utf8')).toContain('api.weather.com:443')
  expect(lock('--check')).toMatchObject({ status: 0, stdout: 'src/egress.lock.json lists all that was reached\n' })
})

test('agentguard lock reads the evidence of all runners whose roots are folders below', () => {
  rmSync(join(folder, '.agentguard'), { recursive: true })
  for (const name of ['a', 'b']) mkdirSync(join(folder, name, '.agentguard'), { recursive: true })
  record([openai], 'a/.agentguard/evidence.json', 'run-a')
  record([posthog], 'b/.agentguard/evidence.json', 'run-b')

  expect(lock()).toMatchObject({ status: 0, stderr: '' })
  expect(readLock()).toContain('api.weather.com:443')
  expect(readLock()).toContain('us.i.posthog.com:443')
})

test('agentguard lock asks which lock to use where several folders below have one', () => {
  rmSync(join(folder, '.agentguard'), { recursive: true })
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder, name, '.agentguard'), { recursive: true })
    record([openai], `${name}/.agentguard/evidence.json`)
    writeFileSync(join(folder, name, 'egress.lock.json'), '{ "lockfileVersion": 1, "files": {} }')
  }

  expect(lock()).toMatchObject({
    status: 2,
    stderr:
      'agentguard: there is egress.lock.json in several folders (a/egress.lock.json, b/egress.lock.json). ' +
      'Name the one that you mean with --lock, or run agentguard in its folder.\n',
  })
})

test('agentguard lock --table prints what each tool reaches, and writes no lock', () => {
  record([openai])
  const { status, stdout } = lock('--table')

  expect(status).toBe(0)
  expect(stdout).toContain('| `weather` | `test/a.test.ts` | `api.weather.com:443` | `openai` |  |')
  expect(JSON.parse(lock('--table', 'json').stdout)).toMatchObject([{ tool: 'weather' }])
  expect(existsSync(join(folder, 'egress.lock.json'))).toBe(false)
})

test('agentguard lock --since prints how the lock differs from an earlier one, without any evidence', () => {
  record([openai])
  lock()
  writeFileSync(join(folder, 'main.lock.json'), readLock())
  record([openai, posthog])
  lock('--accept')
  rmSync(join(folder, '.agentguard'), { recursive: true })
  const { status, stdout, stderr } = lock('--since', 'main.lock.json')

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('### Egress lock: 1 new destination\n')
  expect(stdout).toContain('| `us.i.posthog.com:443` | `posthog-node` | `*.posthog.com` | `test/a.test.ts` |')
  expect(lock('--since', 'egress.lock.json')).toEqual({ status: 0, stdout: '', stderr: '' })
})

test('agentguard lock --since reads an empty file and a missing lock as locks that list nothing', () => {
  record([openai])
  lock()
  writeFileSync(join(folder, 'empty'), '')
  const first = lock('--since', 'empty')
  const gone = lock('--since', 'egress.lock.json', '--lock', 'none.lock.json')

  expect(first.stdout).toContain('1 new destination')
  expect(gone.stdout).toContain('1 no longer reached')
})

test('agentguard lock --since refuses evidence, other flags and a file that is not a lock', () => {
  record([openai])
  lock()

  expect(lock('--since', 'egress.lock.json', '.agentguard/evidence.json')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('it compares two locks and reads no evidence'),
  })
  expect(lock('--since', 'egress.lock.json', '--accept')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("'--since <lock>' cannot be used with option '--accept"),
  })
  expect(lock('--since', 'nowhere.json')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('nowhere.json: the lock cannot be read (ENOENT)'),
  })
})

test('agentguard lock --json prints what was accepted and what was not, with the same exit codes', () => {
  record([openai])
  const first = lock('--json')
  record([openai, posthog])
  const checked = lock('--check', '--json')
  const accepted = lock('--accept', '--json')
  const [one, two, three] = [first, checked, accepted].map(({ stdout }): unknown => JSON.parse(stdout))

  expect([first.status, checked.status, accepted.status]).toEqual([0, 1, 0])
  expect(one).toMatchObject({
    lock: 'egress.lock.json',
    isWritten: true,
    accepted: [{ packages: ['openai'] }],
    added: [],
  })
  expect(two).toMatchObject({ isWritten: false, accepted: [], added: [{ destination: 'us.i.posthog.com:443' }] })
  expect(three).toMatchObject({ isWritten: true, accepted: [{ destination: 'us.i.posthog.com:443' }], added: [] })
})
