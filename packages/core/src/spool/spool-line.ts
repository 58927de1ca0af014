import type { Entry } from '../evidence/ledger.ts'

/** One attempt as it travels from a guarded child or worker to the process of the test. */
export interface SpoolLine {
  readonly entry: Pick<Entry, 'outcome' | 'attempt' | 'reason' | 'rule' | 'redirects' | 'count'>
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly stack: string
  readonly process: string
}

/**
 * Each line starts and ends with a line break, so that what a process left when it was killed in the middle of one spoils
 * no other line.
 */
export function writeLine(line: SpoolLine): string {
  return `\n${JSON.stringify(line)}\n`
}

/** Reads a line; `undefined` for what is torn, or was written by anybody but the guard. */
export function readLine(text: string): SpoolLine | undefined {
  try {
    const line: unknown = JSON.parse(text)
    return isSpoolLine(line) ? line : undefined
  } catch {
    return undefined
  }
}

const outcomes: readonly unknown[] = ['blocked', 'audited', 'allowed']

function isSpoolLine(line: unknown): line is SpoolLine {
  if (!isRecord(line) || !isRecord(line['entry']) || !isRecord(line['entry']['attempt'])) return false
  const { at, stack, process, entry } = line
  const { attempt, outcome, count } = entry as Record<string, unknown>
  const texts = attempt as Record<string, unknown>
  return (
    [at, count].every((value) => typeof value === 'number') &&
    [stack, process, texts['raw'], texts['channel']].every((value) => typeof value === 'string') &&
    ['host', 'address', 'unixPath', 'method', 'proxy'].every((key) => isOptionalText(texts[key])) &&
    (texts['port'] === undefined || typeof texts['port'] === 'number') &&
    outcomes.includes(outcome)
  )
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
