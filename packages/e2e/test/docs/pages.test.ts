import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { followPage } from './follow-page.ts'
import { workspace } from './read-page.ts'

// All but the lists of what packages export, which are written from their types.
const pages = globSync('**/*.md', {
  cwd: workspace,
  exclude: (path) => /(?:^|\/)(?:node_modules|dist|runs|\.reports|api\.md|site\/api)$/.test(path),
})

const sources = globSync('packages/{core,jest,vitest}/src/**/*.ts', { cwd: workspace }).filter((source) =>
  readFileSync(join(workspace, source), 'utf8').includes('* @example'),
)

test('there are pages, and sources with examples', () => {
  expect(pages).toContain('README.md')
  expect(sources).toContain('packages/core/src/testing/calls/no-egress.ts')
})

test.concurrent.each([...pages, ...sources].toSorted())(
  'every block of %s does what it says',
  { timeout: 300_000 },
  async (page) => {
    const problems = await followPage(page)
    expect(problems, problems.join('\n\n')).toEqual([])
  },
)
