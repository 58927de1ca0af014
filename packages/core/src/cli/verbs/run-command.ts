import { cwd } from 'node:process'
import type { Command } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import type { Level } from '../../testing/config/level.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { parseLock } from '../../run/lock/parse-lock.ts'
import { readText } from '../io/read-text.ts'
import { lockRules } from '../run/lock-rules.ts'
import { addPolicyFlags, policyLevels, type PolicyFlags } from '../run/policy-flags.ts'
import { runEvidence } from '../run/run-evidence.ts'
import { runGuarded } from '../run/run-guarded.ts'
import { writeOutput } from '../io/write-output.ts'
import { formatEvidenceFile } from '../../run/file/format-evidence-file.ts'

/** `agentguard run`: runs a command, and everything that it starts, under one policy. */
export function createRunCommand(args: readonly string[]): Command {
  const verb = createVerb(
    'run',
    'Runs a command under the guard, with all Node processes that it starts.\n' +
      'The exit code is that of the command, or 1 where something was blocked.',
  )
    .summary('run a command under the guard')
    .usage('[options] -- <command> [arguments]')
    .argument('[command...]')
    // Flags after the command belong to it, even without `--`.
    .passThroughOptions()
  addPolicyFlags(verb)
    .option('--isolate', 'in a network namespace, where the kernel lets out only what is allowed (Linux)')
    .option('--lock <file>', 'allow what an egress lock lists, of all its test files')
    .option('--json <file>', 'write what it reached and tried to reach, as an evidence file')
    .action(async (words: readonly string[], flags: RunFlags) => run(readCommand(words, args), flags))
  return addExamples(verb, [
    ['agentguard run -- node script.js', 'only its own servers'],
    ['agentguard run --allow api.weather.com -- npm test', 'one more host'],
    ['agentguard run --mode audit -- npm start', 'reports what it reaches, stops nothing'],
    ['agentguard run --isolate -- npm test', 'the kernel enforces it for native code and every program'],
    ['agentguard run --json run.json -- npm start', 'then: agentguard report run.json'],
  ])
}

interface RunFlags extends PolicyFlags {
  readonly isolate?: boolean
  readonly lock?: string
  readonly json?: string
}

type CommandWords = readonly [string, ...string[]]

async function run(command: CommandWords, { isolate = false, lock, json, ...flags }: RunFlags): Promise<void> {
  const given = policyLevels(flags, 'agentguard run', cwd())
  const levels = [...given, ...(lock === undefined ? [] : [{ name: lock, options: { allow: readLockRules(lock) } }])]
  const how = { isIsolated: isolate, keepsAllowed: json !== undefined }
  const startedAt = Date.now()
  const { code, report, evidence } = await runGuarded(command, isolate ? isolated(levels) : levels, how)
  if (json !== undefined) writeOutput(formatEvidenceFile(runEvidence(evidence, startedAt, cwd())), json)
  if (report !== '') process.stderr.write(`\n${report}\n`)
  process.exitCode = code
}

/** Isolates programs unless a level sets something else. Inner levels do not inherit this option. */
function isolated(levels: readonly Level[]): readonly Level[] {
  const start = levels.findLastIndex(({ isInner }) => isInner === true)
  const base: Level = { name: 'agentguard run --isolate', options: { subprocess: 'isolate' } }
  if (start < 0) return [base, ...levels]
  return levels.map((level, at) =>
    at === start ? { ...level, options: { ...base.options, ...level.options } } : level,
  )
}

function readLockRules(path: string): readonly string[] {
  return lockRules(parseLock(readText(path, 'the lock', 'Write one with agentguard lock, or name another file'), path))
}

/** Reads the command after `--`, so that its flags are never mistaken for ours, or ours for its. */
function readCommand(words: readonly string[], args: readonly string[]): CommandWords {
  const end = args.indexOf('--')
  const [file, ...rest] = end < 0 ? [] : args.slice(end + 1)
  const [stray] = words.slice(0, words.length - (file === undefined ? 0 : rest.length + 1))
  if (stray !== undefined) {
    throw usageError(
      'agentguard run',
      `'${stray}' is before '--'`,
      `Write 'agentguard run -- ${words.filter((word) => word !== '--').join(' ')}', with flags of agentguard before '--'`,
    )
  }
  if (file === undefined) {
    throw usageError('agentguard run', "no command follows '--'", "Write 'agentguard run -- npm test'")
  }
  return [file, ...rest]
}
