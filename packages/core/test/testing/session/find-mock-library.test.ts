import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findMockLibrary } from '../../../src/testing/session/find-mock-library.ts'

const root = mkdtempSync(join(tmpdir(), 'agentguard-mocks-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function projectWith(name: string, manifest: string): string {
  mkdirSync(join(root, name, 'test'), { recursive: true })
  writeFileSync(join(root, name, 'package.json'), manifest)
  return join(root, name, 'test', 'a.test.ts')
}

test.each([
  ['msw', '{ "devDependencies": { "nock": "14", "msw": "2" } }', 'msw'],
  ['nock', '{ "dependencies": { "nock": "14" } }', 'nock'],
  ['none', '{ "name": "none" }', undefined],
  ['broken', '{', undefined],
])('findMockLibrary reads the nearest package.json: %s', (name, manifest, library) => {
  expect(findMockLibrary(projectWith(name, manifest))).toBe(library)
})
