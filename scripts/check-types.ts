// Type-checks every project of the workspace with the fast compiler. The adapters read the built types of the core.
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { runStep, workspaceRoot } from './run-step.ts'

const tsc = join(workspaceRoot, 'node_modules/typescript7/bin/tsc')
const projects = globSync(['tsconfig.json', 'packages/*/tsconfig.json', 'examples/*/tsconfig.json'], {
  cwd: workspaceRoot,
})

for (const project of projects.toSorted()) {
  const code = await runStep(process.execPath, [tsc, '--noEmit', '--project', project])
  if (code !== 0) {
    console.error(`The types of ${project} do not check`)
    process.exitCode = 1
  }
}
