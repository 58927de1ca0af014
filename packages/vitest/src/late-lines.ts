import type { Evidence } from '@agentguard/core'

/** What a test attempted after its file had ended, as it travels from the process of the tests to the main process. */
export interface LateLine {
  /** Name of the project, where Vitest has several. */
  readonly project?: string | undefined
  readonly evidence: Evidence
  /** What was tried, by which test of which file. */
  readonly message: string
}

// What tests do to Node's modules must not keep evidence from being written.
const { appendFileSync, readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')
const { threadId } = process.getBuiltinModule('node:worker_threads')

/** Where processes of tests leave what their children attempt. */
export function spoolsIn(directory: string): string {
  return join(directory, 'spools')
}

/** Where tests note which destinations they have explained. */
export function explainedIn(directory: string): string {
  return join(directory, 'explained')
}

/**
 * Leaves lines for the main process; false where they cannot be written. No result of a test carries them any more, and plain lines
 * survive a worker that is killed. Each starts with a line break, so that a torn one spoils no other.
 */
export function appendLate(directory: string, lines: readonly LateLine[]): boolean {
  try {
    const text = lines.map((line) => `\n${JSON.stringify(line)}\n`).join('')
    appendFileSync(join(directory, `${process.pid}-${threadId}.jsonl`), text)
    return true
  } catch {
    return false
  }
}

/** Reads what is in a directory of late lines, the oldest of each process first; torn ones are left out. */
export function readLate(directory: string): readonly LateLine[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.jsonl'))
  return names.flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .flatMap((text) => parseLine(text) ?? []),
  )
}

function parseLine(text: string): LateLine | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as LateLine)
  } catch {
    return undefined
  }
}
