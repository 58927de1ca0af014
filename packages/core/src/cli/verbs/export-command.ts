import { type Command, Option } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import { printable } from '../../evidence/redact/printable.ts'
import { type ExportNote, exportLock, targets } from '../../run/export/export-lock.ts'
import { lockPath } from '../../run/lock/lock.ts'
import { parseLock } from '../../run/lock/parse-lock.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { jsonFlag, printJson } from '../io/print-json.ts'
import { readText } from '../io/read-text.ts'

/** `agentguard export`: writes the locked destinations as the allowlist of another tool. */
export function createExportCommand(): Command {
  const verb = createVerb(
    'export',
    'Prints the destinations of the egress lock as the allowlist of another tool.\n' +
      'What that tool cannot express is listed on stderr, entry by entry.',
  )
    .summary('print the locked destinations as the allowlist of another tool')
    .addOption(
      new Option('--to <target>', 'the tool whose allowlist to print')
        .choices(targets.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('--lock <file>', `the lock (default: ${lockPath})`)
    .option(...jsonFlag)
    .action((flags: ExportFlags) => {
      run(flags)
    })
  return addExamples(verb, [
    ['agentguard export --to harden-runner', 'allowed-endpoints for a GitHub workflow'],
    ['agentguard export --to deno', '--allow-net=…'],
    ['agentguard export --to sandbox-runtime', 'allowedDomains, as JSON'],
    ['agentguard export --to list', 'one rule a line'],
  ])
}

interface ExportFlags {
  readonly to: string
  readonly lock?: string
  readonly json?: boolean
}

function run({ to, lock: path = lockPath, json = false }: ExportFlags): void {
  const target = targets.find(({ name }) => name === to)
  if (target === undefined) throw usageError('agentguard export', `there is no target '${to}'`, 'See --help')
  const { text, notes } = exportLock(parseLock(readText(path, 'the lock', wayToLock), path), target)
  if (json) {
    printJson('export', { to, text, notes })
    return
  }
  process.stdout.write(text)
  process.stderr.write(notesText(notes, 'left-out', `Not in the list for ${to}:`))
  process.stderr.write(notesText(notes, 'wider', 'Wider than your rules:'))
}

const wayToLock = "Write it with 'agentguard lock', or name it with --lock"

function notesText(notes: readonly ExportNote[], kind: ExportNote['kind'], title: string): string {
  const some = notes.filter((note) => note.kind === kind)
  if (some.length === 0) return ''
  return [title, ...some.map(({ destination, reason }) => printable(`  ${destination}: ${reason}`)), ''].join('\n')
}
