import { writeFileSync } from 'node:fs'
import { cwd } from 'node:process'
import { type Command, Option } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { rootInRepository } from '../../run/file/root-in-repository.ts'
import { fromLock } from '../../run/lock/file-key.ts'
import { addToDocblock } from '../../run/suggest/add-to-docblock.ts'
import { docblockLines, formatConfig, formatLeft } from '../../run/suggest/format-suggestions.ts'
import { suggestAllowlist } from '../../run/suggest/suggest-allowlist.ts'
import type { SuggestedOption, Suggestion } from '../../run/suggest/suggestion.ts'
import { findConfigs } from '../../testing/config/find-configs.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { jsonFlag, printJson } from '../io/print-json.ts'
import { defaultEvidencePath } from '../io/find-evidence.ts'
import { readJoinedEvidence } from '../io/read-joined-evidence.ts'
import { pruneRules } from './prune-rules.ts'
import { readText } from '../io/read-text.ts'

/** `agentguard suggest`: prints the smallest allowlist for what a run blocked, or what an audit saw. */
export function createSuggestCommand(): Command {
  const verb = createVerb(
    'suggest',
    'Prints the smallest readable allowlist for what a run in mode audit saw, or a run in mode block stopped.\n' +
      'Read it before you use it: it allows what was tried, whether that was intended or not.',
  )
    .summary('print the allowlist that a run would have needed')
    .argument('[evidence...]', `evidence files (default: ${defaultEvidencePath})`)
    .addOption(
      new Option('--for <place>', 'one list for each test file, or one for all')
        .choices(['docblock', 'config'])
        .default('docblock'),
    )
    .addOption(
      new Option(
        '--runner <name>',
        'whose config (default: agentguard.config.json where there is one, or the runner that ran)',
      ).choices(['jest', 'vitest', 'agentguard']),
    )
    .option('--mute', 'mute rules instead: they fail no test and let nothing out, to start with a failing suite')
    .option('--prune', 'print instead the allow and mute rules that the run never used')
    .option('--write', 'with --for docblock: put the lines at the head of the test files, or remove them')
    .option(...jsonFlag)
    .action((paths: readonly string[], flags: SuggestFlags) => run(readJoinedEvidence(paths), flags))
  return addExamples(verb, [
    ['agentguard suggest', 'the lines for each test file'],
    ['agentguard suggest --write', 'the same, written into the files'],
    ['agentguard suggest --mute --write', 'makes a failing suite pass with nothing let out'],
    ['agentguard suggest --for config', 'one list for the whole suite'],
    ['agentguard suggest --prune --write', 'removes unused rules from the files'],
  ])
}

interface SuggestFlags {
  readonly for: 'docblock' | 'config'
  readonly runner?: 'jest' | 'vitest' | 'agentguard'
  readonly mute?: boolean
  readonly write?: boolean
  readonly prune?: boolean
  readonly json?: boolean
}

function run(
  evidence: EvidenceFile,
  { for: asked, runner, mute = false, write = false, prune = false, json = false }: SuggestFlags,
): void {
  checkFlags({ for: asked, mute, write, prune, json })
  if (prune) {
    process.stdout.write(pruneRules(evidence, write))
    return
  }
  const option = mute ? 'mute' : 'allow'
  const here = rootInRepository(cwd())
  const roots = new Map(evidence.runs.map(({ id, root }) => [id, root]))
  const { places, left } = suggestAllowlist(evidence, {
    for: asked,
    option,
    locate: ({ file, run: id }) => (file === undefined ? undefined : fromLock(file, roots.get(id) ?? '', here)),
  })
  if (json) {
    printJson('suggest', { option, places, left })
    return
  }
  if (places.length === 0)
    process.stdout.write(`Nothing to ${option}: no attempt was blocked, and none passed by mode audit alone\n`)
  for (const [index, place] of places.entries()) {
    if (write) process.stdout.write(`${writePlace(place, option)}\n`)
    else
      process.stdout.write(
        `${index === 0 ? '' : '\n'}${formatPlace(place, runner ?? inConfigFile() ?? evidence.runs[0]?.runner ?? 'jest', option)}\n`,
      )
  }
  if (left.length > 0) process.stderr.write(`${formatLeft(left)}\n`)
}

/** @throws TypeError for flags that cannot be combined */
function checkFlags({ for: asked, mute, write, prune, json }: Omit<Required<SuggestFlags>, 'runner'>): void {
  if (json && (write || prune)) {
    throw usageError('agentguard suggest', '--json changes no file', 'Leave --write and --prune out')
  }
  if (prune && (mute || asked === 'config')) {
    const what = '--prune removes rules from docblocks and configs'
    throw usageError('agentguard suggest', what, 'Leave --mute and --for out')
  }
  if (write && asked === 'config') {
    throw usageError('agentguard suggest', '--write changes test files only', 'Paste the list into the config')
  }
}

/** If there is a config file, the list belongs there. JSON is also valid in JavaScript. */
function inConfigFile(): 'json' | undefined {
  return findConfigs(cwd()).length > 0 ? 'json' : undefined
}

function formatPlace(place: Suggestion, runner: Parameters<typeof formatConfig>[1], option: SuggestedOption): string {
  return place.file === undefined
    ? formatConfig(place, runner, option)
    : [place.file, ...docblockLines(place, option).map((line) => `  ${line}`)].join('\n')
}

function writePlace(place: Suggestion, option: SuggestedOption): string {
  const { file = '', rules } = place
  const source = readText(file, 'it', wayToTests)
  const written = addToDocblock(source, place, file, option)
  if (written === source) return `${file}: has them all`
  writeFileSync(file, written)
  return `${file}: ${rules.map(({ rule }) => rule).join(', ')}`
}

const wayToTests = 'Run this in the folder where the paths of the evidence start'
