import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { followPage } from './follow-page.ts'
import { workspace } from './read-page.ts'

const wrong = `
\`\`\`rust
fn main() {}
\`\`\`

    indented

\`\`\`js
plugins: [agentguard({ alow: [] })]
\`\`\`

\`\`\`js
export default {}
\`\`\`

\`\`\`sh
rm script.js
npm install --save-dev @agentguard/wheel
npx pnpm@12 notebooks --fast
npx agentguard explain api.weather.com
\`\`\`

\`\`\`text
all is well
\`\`\`

\`\`\`console
$ npx agentguard explain api.weather.com --allow api.weather.com
Blocked: connect api.weather.com:443
\`\`\`

\`\`\`json
{}
\`\`\`

\`\`\`yaml
steps: []
\`\`\`

<!--
\`\`\`ts later
test('nothing runs it', () => {})
\`\`\`
-->
`

test('followPage reports each block that fails, or that nothing runs', async () => {
  const problems = await followPage(writePage('vitest', wrong))

  const firstLines = problems.map((problem) => problem.split('\n')[0]?.replace(/^.*\.md:/, ''))
  expect(firstLines).toEqual([
    "2 (vitest): nothing runs a block of 'rust': see CONTRIBUTING.md",
    "6 (vitest): nothing runs a block of '': see CONTRIBUTING.md",
    '12 (vitest): a module needs the name of its file in its first line: // jest.config.js',
    "8: 'vitest run test/quiet.test' ended with 1:",
    "16 (vitest): 'rm script.js' ended with -1:",
    "16 (vitest): 'npm install --save-dev @agentguard/wheel' ended with -1:",
    "16 (vitest): 'npx pnpm@12 notebooks --fast' ended with -1:",
    "16 (vitest): 'npx agentguard explain api.weather.com' ended with 2:",
    '23 (vitest): this was not printed, but',
    "27 (vitest): 'npx agentguard explain api.weather.com --allow api.weather.com' printed",
    '32 (vitest): name the file or the schema of JSON behind the word json',
    '36 (vitest): nothing runs YAML without jobs',
    '41 (vitest): no command below runs it',
  ])
})

test('followPage requires that a test shown as failing fails', async () => {
  const page = writePage('jest', "\n```js fails\ntest('stays at home', () => {})\n```\n")

  expect(await followPage(page)).toEqual([expect.stringContaining("'jest test/line-2.test.js' ended with 0:")])
})

function writePage(runner: string, text: string): string {
  const reports = join(workspace, '.reports')
  mkdirSync(reports, { recursive: true })
  const folder = mkdtempSync(join(reports, 'page-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, `${runner}.md`), text)
  return relative(workspace, join(folder, `${runner}.md`))
}
