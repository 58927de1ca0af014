import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cwd } from 'node:process'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { printJson } from '../io/print-json.ts'
import { findWorkspace } from '../init/find-workspace.ts'
import { findProject } from '../init/find-project.ts'
import { type InitPlan, planInit } from '../init/plan-init.ts'

/** `agentguard init`: adds the guard to the configs of a project's runners. */
export function createInitCommand(): Command {
  const verb = createVerb(
    'init',
    'Puts the guard into the config of Jest or Vitest, whichever the project uses, or both.\n' +
      'In a workspace, also writes agentguard.config.json at its root, for all packages.\n' +
      'Shows the change and asks before it makes it. Where it cannot change a config safely, it prints what to write and exits with 2.',
  )
    .summary('set up the tests of a project')
    .option('--reporter', 'keep evidence, which suggest, report and lock read; git ignores it')
    .option('-y, --yes', 'make the changes without asking')
    .option('--json', 'print the plan as JSON, which has a published schema; without --yes, change nothing')
    .action(init)
  return addExamples(verb, [
    ['agentguard init', 'shows the change, and asks'],
    ['agentguard init --yes', 'makes it'],
    ['agentguard init --reporter', 'for reports, suggestions and the egress lock'],
  ])
}

interface InitFlags {
  readonly reporter?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

async function init({ reporter = false, yes = false, json = false }: InitFlags): Promise<void> {
  const project = findProject(cwd())
  const config = findWorkspace(project.folder)
  const hasRunner = project.runners.length > 0
  if (!hasRunner && config === undefined) {
    throw usageError('agentguard init', 'neither Jest nor Vitest is used here', 'Install one of them first')
  }
  const plan = planInit(project, reporter, config)
  if (plan.byHand.length > 0) process.exitCode = 2
  if (json) {
    if (yes) write(plan, project.folder)
    printPlan(plan, yes)
    return
  }
  process.stdout.write(formatPlan(plan))
  if (plan.changes.length > 0) {
    if (!(yes || (await agreed()))) {
      process.stderr.write('Nothing was changed.\n')
      process.exitCode = 1
      return
    }
    write(plan, project.folder)
    process.stdout.write(`Changed ${plan.changes.map(({ file }) => file).join(' and ')}.\n`)
  }
  if (plan.install !== undefined) process.stdout.write(`Now install: ${plan.install}\n`)
  if (!hasRunner) process.stdout.write(wayToPackages)
  else if (plan.changes.length > 0) process.stdout.write(nextStep(plan, reporter))
}

function write({ changes }: InitPlan, folder: string): void {
  for (const { file, text } of changes) writeFileSync(join(folder, file), text)
}

function printPlan({ changes, done, byHand, install }: InitPlan, isWritten: boolean): void {
  const plain = changes.map(({ file, text, diff }) => ({ file, text, diff }))
  printJson('init', {
    isWritten: isWritten && plain.length > 0,
    changes: plain,
    done,
    byHand,
    ...(install && { install }),
  })
}

const wayToPackages = 'Now run agentguard init in each package that has tests.\n'
const wayToReporter = 'For reports, suggestions and the egress lock: agentguard init --reporter\n'
const wayToIgnore = 'Keep .agentguard out of the repository: the evidence of each run is written there.\n'
const isIgnored = 'The evidence of each run is written to .agentguard, which git now ignores.\n'

function nextStep({ changes, hasToIgnore }: InitPlan, reporter: boolean): string {
  if (!reporter) return wayToReporter
  if (hasToIgnore) return wayToIgnore
  return changes.some(({ file }) => file === '.gitignore') ? isIgnored : ''
}

function formatPlan({ changes, done, byHand }: InitPlan): string {
  return [
    ...done.map((file) => `${file} is set up already.\n`),
    ...byHand.map(
      ({ file, problem, lines }) =>
        `${file}: ${problem}. Write by hand:\n${lines.map((line) => `    ${line}\n`).join('')}`,
    ),
    ...changes.map(({ diff }) => diff),
  ].join('\n')
}

/** @throws TypeError where stdin is not a terminal */
async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw usageError('agentguard init', 'this is not a terminal, so init cannot ask', 'Add --yes to make the changes')
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question('Make these changes? (y/N) ')).trim())
  } catch {
    // After Ctrl+C or Ctrl+D, the next text begins on a new line.
    process.stderr.write('\n')
    return false
  } finally {
    lines.close()
  }
}
