import type { Command } from 'commander'
import type { ListedSender } from '../../evidence/senders/known-sender.ts'
import { listSenders } from '../../evidence/senders/find-sender.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { jsonFlag, printJson } from '../io/print-json.ts'

/** `agentguard senders`: lists known destinations of packages, and how to turn them off. */
export function createSendersCommand(): Command {
  const verb = createVerb(
    'senders',
    'Lists what packages are known to reach without being asked, and how to turn that off; words narrow the list.\n' +
      'The exit code is 1 where nothing matches.',
  )
    .summary('list what packages reach unasked, and how to turn it off')
    .argument('[words...]', 'parts of a name, a package, a host or a kind: posthog, next, telemetry')
    .option(...jsonFlag)
    .action((words: readonly string[], { json = false }: { readonly json?: boolean }) => {
      const found = findSenders(words)
      if (json) printJson('senders', { senders: found.map(plainSender) })
      else process.stdout.write(found.length === 0 ? nothing : `${found.map(formatSender).join('\n\n')}\n`)
      if (found.length === 0) process.exitCode = 1
    })
  return addExamples(verb, [
    ['agentguard senders posthog', 'how to turn one off'],
    ['agentguard senders telemetry', 'all of a kind'],
    ['agentguard senders 8126', 'what listens on a port'],
  ])
}

const nothing = 'No known sender matches. Destinations that are not listed are still blocked.\n'

/** The senders that contain each of the words. */
function findSenders(words: readonly string[]): readonly ListedSender[] {
  return listSenders().filter((sender) => {
    const text = JSON.stringify(plainSender(sender)).toLowerCase()
    return words.every((word) => text.includes(word.toLowerCase()))
  })
}

/** A RegExp as its text, since JSON has none. */
function plainSender({ sockets, ...sender }: ListedSender): object {
  return sockets === undefined ? sender : { ...sender, sockets: sockets.source }
}

function formatSender({ what, kind, at = [], sockets, packages = [], quiet, source }: ListedSender): string {
  const rows: readonly (readonly [string, string])[] = [
    ['at', [...at, ...(sockets === undefined ? [] : [`unix sockets like ${sockets.source}`])].join(', ')],
    ['by', packages.join(', ')],
    ['quiet', quiet ?? ''],
    ['page', source ?? ''],
  ]
  const shown = rows.flatMap(([label, text]) => (text === '' ? [] : [`  ${label.padEnd(7)}${text}`]))
  return [`${what} (${kind})`, ...shown].join('\n')
}
