import type { Evidence } from '@agentguard/core'

/** An attempt of a test after its file had ended, as sent from the test process to the main process. */
export interface LateLine {
  /** The name of the project, where Vitest has several. */
  readonly project?: string | undefined
  readonly evidence: Evidence
  /** The attempt, with its test and file. */
  readonly message: string
}

// Kept from the start, since tests may replace functions of Node's modules.
const { appendFileSync, readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')
const { threadId } = process.getBuiltinModule('node:worker_threads')

/** Where test processes leave the attempts of their children. */
export function spoolsIn(directory: string): string {
  return join(directory, 'spools')
}

/** Where tests note which destinations they have explained. */
export function explainedIn(directory: string): string {
  return join(directory, 'explained')
}

/**
 * Leaves lines for the main process, since no test result carries them any more. Lines in a file survive a killed
 * worker. Each begins with a line break, so that a torn one spoils no other. Returns false where they cannot be
 * written.
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

/** Reads the lines in a directory, oldest first for each process. Torn ones are left out. */
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
