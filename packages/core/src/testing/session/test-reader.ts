import type { Evidence, StackFrame } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { projectFrame } from '../../evidence/stack/culprit.ts'
import { callerFrames, parseStack } from '../../evidence/stack/stack.ts'
import { isOwnFile } from '../../guard/judging/own-files.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'

/** Returns the stack of the place where a test is defined. Called only for evidence that needs it. */
export type DefinedAt = () => string | undefined

/**
 * Creates a reader for the entries of a test. Where an attempt's stack has no line of the project, the evidence gets
 * the line of the test.
 */
export function createTestReader(definedAt: DefinedAt = nowhere): (entry: Entry) => Evidence {
  let line: StackFrame | undefined
  return (entry) => {
    const evidence = readEntry(entry)
    if (evidence.from !== undefined || evidence.outcome === 'allowed') return evidence
    line ??= lineIn(definedAt() ?? '')
    return line === undefined ? evidence : { ...evidence, from: line, fromBy: 'test' }
  }
}

const nowhere: DefinedAt = () => undefined

/** The test's own line. A package that creates tests may be the only place there is. */
function lineIn(stack: string): StackFrame | undefined {
  const frames = callerFrames(parseStack(stack), isOwnFile)
  const found = projectFrame(frames) ?? frames[0]
  return found && { file: found.file, line: found.line, column: found.column }
}
