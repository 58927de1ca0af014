import { cpSync, globSync, mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parse } from 'yaml'
import type { Block } from './read-page.ts'
import type { Reader } from './reader.ts'
import { runAction } from './run-action.ts'
import { runShellLine } from './shell-line.ts'

interface Step {
  readonly run?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
}

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly strategy?: { readonly matrix?: Matrix }; readonly steps: readonly Step[] }>
  >
}

type Matrix = Readonly<Record<string, readonly (string | number)[]>>

/** Runs the jobs of a workflow, one after the other, with artifacts as folders; `pnpm lint` checks it with actionlint. */
export async function runWorkflow({ text }: Block, reader: Reader): Promise<readonly string[]> {
  const { jobs } = parse(text) as Partial<Workflow>
  if (jobs === undefined) return ['nothing runs YAML without jobs']
  const problems: string[] = []
  for (const { strategy, steps } of Object.values(jobs)) {
    for (const values of valuesOf(strategy?.matrix)) {
      for (const step of steps) problems.push(...(await follow(fill(step, values), reader)))
    }
  }
  return problems
}

/** Of a matrix of one dimension. */
function valuesOf(matrix: Matrix = {}): readonly Readonly<Record<string, string>>[] {
  const [dimension] = Object.entries(matrix)
  return dimension === undefined ? [{}] : dimension[1].map((value) => ({ [dimension[0]]: String(value) }))
}

function fill(step: Step, values: Readonly<Record<string, string>>): Step {
  const text = JSON.stringify(step).replaceAll(/\$\{\{ matrix\.(\w+) \}\}/g, (_, name: string) => values[name] ?? '')
  return JSON.parse(text) as Step
}

async function follow(
  { run = 'npm ci', uses = '', with: inputs = {} }: Step,
  reader: Reader,
): Promise<readonly string[]> {
  const artifacts = join(reader.folder, 'artifacts')
  if (uses.startsWith('actions/upload-artifact@')) {
    const { name = '', path = '' } = inputs
    mkdirSync(join(artifacts, name), { recursive: true })
    cpSync(join(reader.folder, path), join(artifacts, name, basename(path)))
  }
  if (uses.startsWith('actions/download-artifact@')) {
    for (const file of globSync(`${inputs['pattern']}/*`, { cwd: artifacts })) {
      mkdirSync(join(reader.folder, dirname(file)), { recursive: true })
      cpSync(join(artifacts, file), join(reader.folder, file))
    }
  }
  if (/^[\w-]+\/agentguard@/.test(uses)) return await runOurs(inputs, reader)
  // Everything is installed.
  if (run === 'npm ci') return []
  const { code, text } = await runShellLine(`GITHUB_STEP_SUMMARY=summary.md ${run}`, reader)
  return code === 0 ? [] : [`'${run}' ended with ${code}:\n${text}`]
}

/** Our own action, as for a push: a pull request needs a repository. */
async function runOurs(inputs: Readonly<Record<string, string>>, reader: Reader): Promise<readonly string[]> {
  const { code, text } = await runAction({ ...reader, inputs: { ...inputs, cli: 'agentguard' } })
  return code === 0 ? [] : [`the action ended with ${code}:\n${text}`]
}
