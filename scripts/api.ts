// Writes the list of what each public package declares; with `--check`, compares it and shows what has changed.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { listApi } from './list-api.ts'
import { runStep, workspaceRoot } from './run-step.ts'

const isCheck = process.argv.includes('--check')

for (const manifest of globSync('packages/*/package.json', { cwd: workspaceRoot }).toSorted()) {
  const folder = join(workspaceRoot, dirname(manifest))
  if ((JSON.parse(readFileSync(join(workspaceRoot, manifest), 'utf8')) as { private?: boolean }).private === true)
    continue
  const page = join(folder, 'api.md')
  const text = await listApi(folder)
  if (!isCheck) writeFileSync(page, text)
  else if (readFileSync(page, 'utf8') !== text) await showChange(page, text)
}

async function showChange(page: string, text: string): Promise<void> {
  const built = join(workspaceRoot, '.reports/api.md')
  mkdirSync(dirname(built), { recursive: true })
  writeFileSync(built, text)
  console.error(`${relative(workspaceRoot, page)} is not what was built. If it should be: pnpm api, and commit it.`)
  await runStep('git', ['--no-pager', 'diff', '--no-index', '--unified=1', page, built])
  process.exitCode = 1
}
