// Executes the notebooks, with Jupyter and the TypeScript kernel tslab; a cell that fails fails the run. `--open` shows them in a
// browser, `--save` keeps what the cells print.
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatSeconds, runStep, workspaceRoot } from './run-step.ts'

const { values } = parseArgs({ options: { open: { type: 'boolean' }, save: { type: 'boolean' } } })
const folder = join(workspaceRoot, 'notebooks')
const temporary = mkdtempSync(join(tmpdir(), 'agentguard-notebooks-'))
// Jupyter searches here for kernels first: nothing is installed for the user.
process.env['JUPYTER_PATH'] = temporary
writeKernel(join(temporary, 'kernels/tslab'))

try {
  if (values.open === true) process.exitCode = await runStep('jupyter', ['notebook', folder])
  else if (isThere('jupyter-nbconvert')) process.exitCode = await executeAll(globSync('*.ipynb', { cwd: folder }))
  else console.log('Notebooks: skipped, there is no jupyter-nbconvert here. notebooks/README.md says how to get it.')
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

async function executeAll(names: readonly string[]): Promise<number> {
  let failed = 0
  for (const name of names.toSorted()) {
    const since = performance.now()
    const code = await execute(name)
    console.log(`Notebook ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${formatSeconds(since)}`)
    if (code !== 0) failed++
  }
  return failed === 0 ? 0 : 1
}

async function execute(name: string): Promise<number> {
  const into = values.save === true ? ['--inplace'] : ['--to=notebook', `--output-dir=${temporary}`]
  const flags = ['--execute', '--log-level=WARN', '--ExecutePreprocessor.timeout=120', ...into]
  return await runStep('jupyter-nbconvert', [...flags, join(folder, name)])
}

function isThere(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
}

function writeKernel(path: string): void {
  const tslab = createRequire(join(folder, 'package.json')).resolve('tslab/bin/tslab')
  const argv = [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}']
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'kernel.json'), JSON.stringify({ argv, display_name: 'TypeScript', language: 'typescript' }))
}
