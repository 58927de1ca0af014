import type { Evidence } from '@agentguard/core'
import type { TestFile } from '@agentguard/core/internal'

/** Names what the reporter wants of this process and where it looks for it, as JSON; workers inherit it. */
export const wishesVariable = 'AGENTGUARD_JEST_REPORT'

/** What the reporter in the main process asks of the environments. */
export interface ReportWishes {
  /** The directory that a file for each process and thread is written to. */
  readonly directory: string
  /** Where processes of tests that this one outlives leave what their children attempt. */
  readonly spools: string
  /** Where tests note which destinations they have explained. */
  readonly explained: string
  /** Of the reporter's own process, in which tests may run, too. */
  readonly pid: number
  /** Keep what is allowed, too. */
  readonly allowed: boolean
}

/** A file that the guard watches, as the reporter learns of it. */
export interface FileLine {
  /** Display name of the project, where Jest runs several. */
  readonly project?: string | undefined
  /** Absolute path. */
  readonly file: string
  /** `off` where nothing of the file is guarded. */
  readonly mode: TestFile['mode']
  /** How many timers its tests have left; on a second line, at its end. */
  readonly timersLeft?: number
}

/** One kind of attempt, as it travels to the reporter. */
export interface EvidenceLine {
  /** Display name of the project, where Jest runs several. */
  readonly project?: string | undefined
  readonly evidence: Evidence
  /** No result of a test or file carries it: it came after them all. */
  readonly isUntold?: boolean
}

// What tests do to Node's modules must not keep evidence from being written.
const { appendFileSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')
const { threadId } = process.getBuiltinModule('node:worker_threads')

/** What the reporter of this run wants; nothing where there is none. */
export function readWishes(): ReportWishes | undefined {
  const text = process.env[wishesVariable]
  return text === undefined ? undefined : (JSON.parse(text) as ReportWishes)
}

/**
 * Leaves evidence for the reporter. Plain lines survive a worker that is killed, and Jest's own channel to it stays its own; each
 * starts with a line break, so that a torn one spoils no other.
 */
export function appendEvidence(
  project: string | undefined,
  evidence: readonly Evidence[],
  isUntold: boolean = false,
): boolean {
  return append(evidence.map((one): EvidenceLine => ({ project, evidence: one, ...(isUntold && { isUntold }) })))
}

/** Says that the guard watches a file. */
export function appendFile(line: FileLine): void {
  append([line])
}

/** Whether there is a reporter, and it will see the lines. */
function append(lines: readonly (EvidenceLine | FileLine)[]): boolean {
  const wishes = readWishes()
  if (wishes === undefined || lines.length === 0) return false
  const path = join(wishes.directory, `${process.pid}-${threadId}.jsonl`)
  try {
    appendFileSync(path, lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''))
    return true
  } catch (error) {
    process.stderr.write(`\nagentguard could not tell its reporter of ${lines.length} attempts: ${String(error)}\n`)
    return false
  }
}
