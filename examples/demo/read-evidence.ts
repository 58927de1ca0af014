import { stripVTControlCharacters } from 'node:util'
import type { ReportedEvidence } from './result.ts'

/** Reads the evidence in what a runner printed or wrote: every `Egress blocked: …` with the rows below it. */
export function readEvidence(text: string): ReportedEvidence[] {
  const blocks = stripVTControlCharacters(text).split(/(?=Egress blocked: )/)
  return blocks.filter((block) => block.startsWith('Egress blocked: ')).map(readBlock)
}

const headline = /^Egress blocked: (.+?)(?: \((@?[^@()]+)(?:@[^()]+)?\))?$/

function readBlock(block: string): ReportedEvidence {
  const [first = '', ...lines] = block.split('\n')
  const [, target = first, culprit] = headline.exec(first.trimEnd()) ?? []
  const rows = new Map(lines.flatMap((line) => readRow(line)))
  const from = rows.get('from')?.replace(/:\d+:\d+.*$/, '')
  return {
    target,
    when: readWhen(rows),
    ...(culprit !== undefined && { culprit }),
    ...(from !== undefined && { from }),
    ...(rows.has('redirect') && { redirected: true }),
  }
}

function readRow(line: string): [string, string][] {
  const [, label, text] = /^\s+(test|scope|from|via|in|redirect|allow) +(\S.*)$/.exec(line) ?? []
  return label === undefined || text === undefined ? [] : [[label, text]]
}

function readWhen(rows: ReadonlyMap<string, string>): ReportedEvidence['when'] {
  if (rows.get('in')?.startsWith('child process ')) return 'child'
  if (rows.has('scope')) return 'call'
  const test = rows.get('test') ?? ''
  const hook = /\(in (beforeAll|beforeEach|afterEach|afterAll)\b/.exec(test)?.[1]
  if (hook !== undefined) return hook as ReportedEvidence['when']
  if (test.includes('(late: ')) return 'late'
  return test.includes('(while importing the file') ? 'import' : 'test'
}
