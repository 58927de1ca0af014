import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { runInNewContext } from 'node:vm'
import { parse } from 'yaml'
import { workspace } from './read-page.ts'

/** How GitHub would run the action. */
export interface ActionCall {
  /** The checkout. */
  readonly folder: string
  readonly inputs: Readonly<Record<string, string>>
  readonly env: NodeJS.ProcessEnv
  /** What started the workflow; a push by default. */
  readonly event?: { readonly name: 'push' | 'pull_request'; readonly sha: string; readonly payload: object }
}

/** The outcome. */
export interface ActionRun {
  readonly code: 0 | 1
  /** All that its steps printed. */
  readonly text: string
  readonly summary: string
  /** The reports that were uploaded, as JSON. */
  readonly uploaded: readonly unknown[]
}

interface Step {
  readonly id?: string
  readonly if?: string
  readonly run?: string
  readonly uses?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>
  readonly runs: { readonly steps: readonly Step[] }
}

interface StepResult {
  outcome: 'success' | 'failure' | 'skipped'
  outputs: Readonly<Record<string, string>>
}

/** The action of this repository, as its file says. */
export function readAction(): Action {
  return parse(readFileSync(join(workspace, 'action.yml'), 'utf8')) as Action
}

/** Runs the steps of the action: scripts by the shell that GitHub takes, uploads by reading what would be uploaded. */
export async function runAction(call: ActionCall): Promise<ActionRun> {
  const { inputs, runs } = readAction()
  const unknown = Object.keys(call.inputs).find((name) => inputs[name] === undefined)
  if (unknown !== undefined) throw new Error(`The action has no input '${unknown}'`)
  const temporary = mkdtempSync(join(tmpdir(), 'agentguard-action-'))
  const results: Record<string, StepResult> = {}
  for (const { id } of runs.steps) if (id !== undefined) results[id] = { outcome: 'skipped', outputs: {} }
  const context = contextOf(call, inputs, results)
  const said: string[] = []
  const uploaded: unknown[] = []
  let code: 0 | 1 = 0
  try {
    for (const step of runs.steps) {
      if (step.if === undefined ? code !== 0 : !evaluate(unwrap(step.if), context)) continue
      if (step.uses !== undefined) {
        uploaded.push(JSON.parse(readFileSync(fill(step.with?.['sarif_file'], context), 'utf8')))
        continue
      }
      const { isOk, text, outputs } = await runScript(step, call, context, temporary)
      said.push(text)
      if (!isOk) code = 1
      if (step.id !== undefined) results[step.id] = { outcome: isOk ? 'success' : 'failure', outputs }
    }
    return { code, text: said.join(''), summary: read(join(temporary, 'summary.md')), uploaded }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

type Context = Readonly<Record<string, unknown>>

function contextOf(call: ActionCall, inputs: Action['inputs'], steps: Readonly<Record<string, StepResult>>): Context {
  const { name = 'push', payload = {} } = call.event ?? {}
  const github = {
    token: 'the-token',
    event_name: name,
    // GitHub reads a missing value as null.
    event: { pull_request: { head: { repo: { fork: false } } }, ...payload },
  }
  const given: Record<string, string> = {}
  for (const [input, { default: usual = '' }] of Object.entries(inputs)) {
    given[input] = call.inputs[input] ?? fill(usual, { github })
  }
  return { inputs: given, steps, github, cancelled: () => false }
}

/** The expressions of this action mean the same in JavaScript. */
function evaluate(expression: string, context: Context): unknown {
  return runInNewContext(expression.replaceAll(/\.(\w+-[\w-]+)/g, "['$1']"), { ...context }) as unknown
}

function unwrap(condition: string): string {
  return condition.replace(/^\$\{\{(.*)\}\}$/s, '$1')
}

function fill(text = '', context: Context): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const value = evaluate(expression, context)
    return typeof value === 'string' ? value : ''
  })
}

async function runScript(
  { run = '', shell, env = {}, 'working-directory': place }: Step,
  { folder, env: outer, event }: ActionCall,
  context: Context,
  temporary: string,
): Promise<{ readonly isOk: boolean; readonly text: string; readonly outputs: StepResult['outputs'] }> {
  if (shell !== 'bash') throw new Error('A step of a composite action needs its shell')
  const [script, output, payload] = ['script.sh', 'output', 'event.json'].map((name) => join(temporary, name))
  mkdirSync(join(temporary, 'runner'), { recursive: true })
  writeFileSync(String(script), fill(run, context))
  writeFileSync(String(output), '')
  writeFileSync(String(payload), JSON.stringify(event?.payload ?? {}))
  const filled = Object.entries(env).map(([name, value]) => [name, fill(value, context)] as const)
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', String(script)], {
    cwd: join(folder, fill(place, context)),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...outer,
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: workspace,
      GITHUB_EVENT_PATH: payload,
      GITHUB_OUTPUT: output,
      GITHUB_REPOSITORY: 'example/tools',
      GITHUB_SHA: event?.sha ?? '',
      GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'),
      RUNNER_TEMP: join(temporary, 'runner'),
      ...Object.fromEntries(filled),
    },
  })
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const texts = await Promise.all([readText(child.stdout), readText(child.stderr)])
  return { isOk: (await ended) === 0, text: texts.join(''), outputs: readOutputs(read(String(output))) }
}

function readOutputs(text: string): StepResult['outputs'] {
  return Object.fromEntries([...text.matchAll(/^(.*?)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
