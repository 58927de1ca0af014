import type { Command } from 'commander'
import { addExamples, createVerb } from './create-verb.ts'
import { mergeOnDisk, type MergeSource } from '../io/merge-on-disk.ts'
import { readEvidenceFile } from '../io/read-evidence-files.ts'
import { readEvidencePieces } from '../io/read-evidence-pieces.ts'
import { writeOutput } from '../io/write-output.ts'

/** `agentguard merge`: joins the evidence of shards and machines. */
export function createMergeCommand(): Command {
  const verb = createVerb(
    'merge',
    'Joins evidence files into one: the shards of a suite, several machines, Jest and Vitest.\n' +
      'Any order of files gives the same bytes, and a file that is named twice counts once.',
  )
    .summary('join evidence files')
    .argument('<evidence...>', 'evidence files; - is stdin')
    .option('-o, --output <file>', 'where to write the joined file (default: stdout)')
    .action((paths: readonly string[], { output }: { readonly output?: string }) => {
      mergeOnDisk([...new Set(paths)].map(sourceOf), (lines) => writeOutput(lines, output))
    })
  return addExamples(verb, [
    ['agentguard merge shard-*.json -o evidence.json', 'the shards of one run'],
    ['agentguard merge a.json b.json | agentguard report -', 'a report on both'],
  ])
}

function sourceOf(path: string): MergeSource {
  return { pieces: () => readEvidencePieces(path), whole: () => readEvidenceFile(path) }
}
