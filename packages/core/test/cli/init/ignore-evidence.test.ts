import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ignoreEvidence } from '../../../src/cli/init/ignore-evidence.ts'

const root = mkdtempSync(join(tmpdir(), 'agentguard-ignore-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The package `packages/a` of a repository with these files. */
function packageOf(files: Readonly<Record<string, string>>): string {
  const repository = mkdtempSync(join(root, 'repository-'))
  for (const [name, text] of Object.entries({ ...files, 'packages/a/package.json': '{}' })) {
    mkdirSync(dirname(join(repository, name)), { recursive: true })
    writeFileSync(join(repository, name), text)
  }
  return join(repository, 'packages/a')
}

const git = { '.git/HEAD': '' }

test.each([
  ['.gitignore', '.agentguard'],
  ['.gitignore', 'dist\r\n.agentguard/\r\n'],
  ['.gitignore', '**/.agentguard/**\n'],
  ['packages/a/.gitignore', '/.agentguard/*\n'],
])('ignoreEvidence finds in %s that %j ignores it', (file, text) => {
  expect(ignoreEvidence(packageOf({ ...git, [file]: text }))).toBe('ignored')
})

test.each(['/.agentguard', '#.agentguard', '.agentguard/page.html', 'x.agentguard'])(
  'ignoreEvidence does not take %j of the root for it',
  (text) => {
    expect(ignoreEvidence(packageOf({ ...git, '.gitignore': text }))).toEqual({ before: '', text: '.agentguard/\n' })
  },
)

test.each([
  ['', '.agentguard/\n'],
  ['dist', 'dist\n.agentguard/\n'],
  ['a\r\nb\r\n', 'a\r\nb\r\n.agentguard/\r\n'],
])('ignoreEvidence adds a line to %j', (before, text) => {
  expect(ignoreEvidence(packageOf({ ...git, 'packages/a/.gitignore': before }))).toEqual({ before, text })
})

test('ignoreEvidence stops at the root of the repository', () => {
  const folder = packageOf({ '.gitignore': '.agentguard', 'packages/a/.git': 'gitdir: elsewhere' })

  expect(ignoreEvidence(folder)).toEqual({ before: '', text: '.agentguard/\n' })
})

test('ignoreEvidence changes nothing outside of a repository', () => {
  expect(ignoreEvidence(packageOf({}))).toBe('unknown')
})
