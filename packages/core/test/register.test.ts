import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { observeEgress, type Observation } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'register-'))
const before = process.env['TMPDIR']

beforeAll(() => {
  process.env['TMPDIR'] = folder
})

afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  rmSync(folder, { recursive: true })
})

test('a child starts from what V8 compiled for an earlier one, and does without where that is of no use', async () => {
  const first = await reach()
  const [compiled = ''] = compiledFiles()
  const { mtimeMs, size } = statSync(compiled)
  const second = await reach()
  const kept = statSync(compiled)
  writeFileSync(compiled, 'spoiled')
  const third = await reach()

  expect(size).toBeGreaterThan(10_000)
  expect(kept).toMatchObject({ mtimeMs, size })
  expect(readFileSync(compiled, 'utf8')).toBe('spoiled')
  expect(compiledFiles()).toEqual([compiled])
  for (const { violations } of [first, second, third]) {
    expect(violations).toMatchObject([{ host: 'api.example.com', process: expect.stringContaining('child process') }])
  }
})

test('a child may read every global: those that Node makes when they are read load what the gates wait for', async () => {
  const script =
    'for (const name of Reflect.ownKeys(globalThis)) try { globalThis[name] } catch {}; require("http").WebSocket'
  const statuses: (number | null)[] = []

  await observeEgress(() => void statuses.push(spawnSync(process.execPath, ['-e', script]).status))

  expect(statuses).toEqual([0])
})

async function reach(): Promise<Observation<unknown>> {
  const script = "require('dns').lookup('api.example.com', () => {})"
  return await observeEgress(() => void spawnSync(process.execPath, ['-e', script]))
}

function compiledFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /preload-[^/]+\.compiled/.test(path))
    .map((path) => join(folder, path))
}
