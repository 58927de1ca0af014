import { stripVTControlCharacters } from 'node:util'

/** Makes a filter for a runner's output, line by line: without stacks, code frames and repeated blank lines. */
export function createCompactor(): (line: string) => readonly string[] {
  let blank = true
  return (line) => {
    const plain = stripVTControlCharacters(line).trimEnd()
    if (leftOut.some((pattern) => pattern.test(plain))) return []
    const repeated = blank && plain === ''
    blank = plain === ''
    return repeated ? [] : [line]
  }
}

const leftOut = [
  // Frames: of Jest and Node, then of Vitest.
  /^\s+at .+:\d+:\d+\)?(?: \{)?$/,
  /^ ❯ .+:\d+:\d+$/,
  // Code frames: of Jest, then of Vitest.
  /^\s+(?:> )?\s*\d+ \| ?/,
  /^\s+\d+\|/,
  /^\s+\|\s+\^$/,
  // What Node prints of an error beside its text.
  /^\s+violations: \[/,
  /^\s+\}$/,
  // Lines between failures, hints of Vitest, and where the reports for the demo are.
  /^⎯+\[\d+\/\d+\]⎯+$/,
  /^ +Isolate .+ workers spawned|faster with isolate: false/,
  /^(?:JSON report written to|Test results written to)/,
]
