import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { followPage } from './follow-page.ts'
import { workspace } from './read-page.ts'

// All but the lists of what packages export, which are written from their types.
const pages = globSync('**/*.md', {
  cwd: workspace,
  exclude: (path) => /(?:^|\/)(?:node_modules|dist|runs|\.reports|api\.md)$/.test(path),
})

test('there are pages', () => {
  expect(pages).toContain('README.md')
})

test.concurrent.each(pages.toSorted())('every block of %s does what it says', { timeout: 300_000 }, async (page) => {
  expect((await followPage(page)).join('\n\n')).toBe('')
})
