import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { cwd } from 'node:process'
import { type Command, Option } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import { parseDocblock } from '../../testing/session/docblock.ts'
import type { Level } from '../../testing/config/level.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { jsonFlag, printJson } from '../io/print-json.ts'
import { explainAttempt } from '../explain/explain-attempt.ts'
import { findUnguarded } from '../explain/find-unguarded.ts'
import { parseTarget } from '../explain/parse-target.ts'
import { readRunner } from '../explain/read-runner.ts'
import { findProject, type Runner } from '../init/find-project.ts'
import { addPolicyFlags, append, policyLevels, type PolicyFlags } from '../run/policy-flags.ts'
import { readText } from '../io/read-text.ts'

/** `agentguard explain`: explains why a destination is allowed or not. */
export function createExplainCommand(): Command {
  const verb = createVerb(
    'explain',
    'Explains why a destination is allowed or blocked: by which rule, from which level, and what else is known about it.\n' +
      'Reads the agentguard.config file, and the policy flags or, without any, the config of the runner.\n' +
      'Exits with 1 where the destination is blocked, or the test file runs without the guard.',
  )
    .summary('explain why a destination is allowed or blocked')
    .argument('<destination>', 'a host, host:port, URL, unix:/path or exec:program')
    .option('--file <test>', 'a test file, whose docblock counts too')
    .option('--by <package>', 'a package on the stack of the call, for rules with by', append)
    .addOption(
      new Option('--runner <name>', 'the runner whose config counts, where both are used').choices(['jest', 'vitest']),
    )
  addPolicyFlags(verb)
    .option(...jsonFlag)
    .action(explain)
  return addExamples(verb, [
    ['agentguard explain api.weather.com', 'by the config of the project'],
    ['agentguard explain "POST https://api.weather.com/v1" --file test/weather.test.ts', 'and of a file'],
    ['agentguard explain localhost:5432 --loopback any', 'by flags alone'],
  ])
}

interface ExplainFlags extends PolicyFlags {
  readonly file?: string
  readonly by?: readonly string[]
  readonly runner?: Runner
  readonly json?: boolean
}

async function explain(destination: string, { file, runner, by, json = false, ...flags }: ExplainFlags): Promise<void> {
  const attempt = parseTarget(destination)
  const text = file === undefined ? undefined : readText(file, 'it', 'Name a test file')
  const docblock = file === undefined || text === undefined ? [] : [levelOfFile(file, text)]
  const levels = policyLevels(flags, 'agentguard explain', dirname(resolve(file ?? 'file')), file && resolve(file))
  const inner = Object.keys(flags).length > 0 ? [[]] : await readConfigs(runner, levels.length > 0)
  const lists = inner.map((configs) => [...levels, ...configs, ...docblock])
  const unguarded = file === undefined || text === undefined ? undefined : findUnguarded(file, text, lists)
  if (unguarded !== undefined) {
    if (json) printJson('explain', { destination, unguarded, verdicts: [] })
    else process.stdout.write(`Unguarded: ${file} may reach anything\n  because  ${unguarded}\n`)
    process.exitCode = 1
    return
  }
  const explanations = lists.map((list) => explainAttempt(attempt, list, by))
  if (json) printJson('explain', { destination, verdicts: explanations.map(({ verdict }) => verdict) })
  else process.stdout.write(`${explanations.map(({ text }) => text).join('\n\n')}\n`)
  if (explanations.some(({ outcome }) => outcome === 'blocked')) process.exitCode = 1
}

function levelOfFile(file: string, text: string): Level {
  return { name: file, options: parseDocblock(text, file) ?? {} }
}

/** The levels of the runner's config, one list for each of its projects. A project may have only a config file. */
async function readConfigs(wanted: Runner | undefined, hasFile: boolean): Promise<readonly (readonly Level[])[]> {
  if (wanted === undefined && hasFile && !usesRunner()) return [[]]
  return (await readRunner(wanted ?? theRunner(), cwd())).map((level) => [level])
}

function usesRunner(): boolean {
  return existsSync('package.json') && findProject(cwd()).runners.length > 0
}

function theRunner(): Runner {
  // A runner may have several configs, as Jest has in Nest.
  const [runner, another] = new Set(findProject(cwd()).runners.map((used) => used.runner))
  if (runner !== undefined && another === undefined) return runner
  const what = runner === undefined ? 'neither Jest nor Vitest is used here' : 'both Jest and Vitest are used here'
  throw usageError(
    'agentguard explain',
    what,
    'Name one with --runner, or give a policy with --config, --allow and --deny',
  )
}
