import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRun } from '../../../src/run/file/create-run.ts'
import { parseEvidenceFile } from '../../../src/run/file/parse-evidence-file.ts'

test('createRun records where the project is in its repository', () => {
  const repository = mkdtempSync(join(tmpdir(), 'run-of-'))
  mkdirSync(join(repository, '.git'))
  mkdirSync(join(repository, 'packages/tools'), { recursive: true })

  try {
    const startedAt = Date.UTC(2026, 0, 2)
    const input = { runner: 'jest', startedAt, endedAt: startedAt + 1500, shard: '1/2' } as const
    const run = createRun({ ...input, root: join(repository, 'packages/tools') })

    expect(run).toMatchObject({
      runner: 'jest',
      root: 'packages/tools',
      startedAt: '2026-01-02T00:00:00.000Z',
      duration: 1500,
      shard: '1/2',
    })
    expect(createRun({ ...input, root: repository }).root).toBe('')
  } finally {
    rmSync(repository, { recursive: true })
  }
})

test('createRun gives every run its own id, and sorts its test files', () => {
  const testFiles = ['b.test.ts', 'a.test.ts'].map((file) => ({ file, tests: 1, whole: true }))
  const input = { runner: 'vitest', startedAt: 0, root: '/app', testFiles } as const
  const [one, other] = [createRun(input), createRun(input)]

  expect(one.id).not.toBe(other.id)
  expect(one.testFiles.map(({ file }) => file)).toEqual(['a.test.ts', 'b.test.ts'])
  const text = JSON.stringify({ formatVersion: 1, runs: [one], attempts: [] })
  expect(parseEvidenceFile(text, 'a.json').runs).toEqual([one])
})
