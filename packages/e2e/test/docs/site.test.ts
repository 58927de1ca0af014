import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { workspaceRoot } from '../../../../scripts/run-step.ts'

const site = join(workspaceRoot, 'packages/site')
const dist = join(site, '.vitepress/dist')
const pages = new Map<string, string>()

beforeAll(() => {
  for (const command of ['typedoc', 'vitepress'])
    execFileSync(process.execPath, [binOf(command), ...(command === 'vitepress' ? ['build'] : [])], {
      cwd: site,
      stdio: 'pipe',
    })
  for (const file of globSync('**/*.html', { cwd: dist })) {
    pages.set(`/${file.replace(/(?:^|(?<=\/))index\.html$|\.html$/, '')}`, readFileSync(join(dist, file), 'utf8'))
  }
}, 300_000)

test('the site has a page for each page of docs and each entry of the packages', () => {
  const docs = globSync('docs/*.md', { cwd: workspaceRoot }).map((file) => `/${file.replace(/\.md$/, '')}`)
  const entries = ['@agentguard/core', '@agentguard/core/report', '@agentguard/vitest', 'jest-environment-agentguard']
  expect([...pages.keys()]).toEqual(expect.arrayContaining(['/', ...docs, ...entries.map((entry) => `/api/${entry}`)]))
})

test('the front page links to files that are not pages in the repository', () => {
  expect(pages.get('/')).toMatch(/ href="https:\/\/github\.com\/OWNER\/agentguard\/blob\/main\/packages\/core\/test\//)
})

test('every link within the site leads to an existing page and heading', () => {
  const broken = [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/ href="([^"]+)"/g)].flatMap(([, href = '']) => {
      const { pathname, hash, host } = new URL(href, `http://site.invalid${page}`)
      if (host !== 'site.invalid' || /^\/assets\/|\.css$/.test(pathname)) return []
      const text = pages.get(decodeURI(pathname).replace(/\.html$/, ''))
      const isThere = text !== undefined && (hash === '' || text.includes(` id="${decodeURIComponent(hash.slice(1))}"`))
      return isThere ? [] : [`${page}: ${href}`]
    }),
  )
  expect(broken).toEqual([])
})

test('the site can be searched', () => {
  expect(globSync('assets/**/*localSearchIndex*', { cwd: dist })).not.toEqual([])
})

function binOf(command: string): string {
  const manifest = join(site, 'node_modules', command, 'package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: Readonly<Record<string, string>> }
  return join(site, 'node_modules', command, bin[command] ?? '')
}
