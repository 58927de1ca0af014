// Checks the Markdown of the workspace against the workspace: relative links and their anchors, the `pnpm` scripts it names,
// and the types of its `ts` blocks.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { checkSnippets, type Snippet } from './check-snippets.ts'
import { workspaceRoot } from './run-step.ts'
import { slug } from './slug.ts'
import { unknownScripts } from './unknown-scripts.ts'

const pages = globSync('**/*.md', {
  cwd: workspaceRoot,
  exclude: (path) => /(^|\/)(node_modules|dist|\.reports|site\/api)$/.test(path),
})
const problems = pages.flatMap((page) => {
  const text = readFileSync(join(workspaceRoot, page), 'utf8')
  return [
    ...brokenLinks(page, text),
    ...unknownScripts(commandsIn(text)).map((script) => `${page}: no such script: pnpm ${script}`),
  ]
})
const snippets = pages.flatMap((page) => readSnippets(page, readFileSync(join(workspaceRoot, page), 'utf8')))
problems.push(...checkSnippets(snippets))

for (const problem of problems) console.error(problem)
console.log(`${pages.length} pages, ${snippets.length} ts blocks, ${problems.length} problems`)
process.exitCode = problems.length === 0 && pages.length > 0 ? 0 : 1

function brokenLinks(page: string, text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? join(workspaceRoot, page) : resolve(workspaceRoot, dirname(page), decodeURI(path))
      return !existsSync(target) || (anchor !== undefined && !hasHeading(target, anchor))
    })
    .map((link) => `${page}: no such link target: ${link}`)
}

/** Prose may say "pnpm workspaces": only text in a code block or a code span is a command. */
function commandsIn(text: string): string {
  return [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].join('\n')
}

function hasHeading(target: string, anchor: string): boolean {
  if (statSync(target).isDirectory() || !target.endsWith('.md')) return true
  const headings = [...withoutCode(readFileSync(target, 'utf8'), /```[\s\S]*?```/g).matchAll(/^#+ (.+)$/gm)]
  return headings.some(([, heading = '']) => slug(heading) === anchor)
}

function withoutCode(text: string, code = /```[\s\S]*?```|`[^`\n]*`/g): string {
  return text.replaceAll(code, '')
}

function readSnippets(page: string, text: string): Snippet[] {
  return [...text.matchAll(/^```ts\b.*\n([\s\S]*?)^```/gm)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1] ?? '',
  }))
}
