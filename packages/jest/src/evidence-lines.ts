import type { Evidence } from '@agentguard/core'
import type { TestFile } from '@agentguard/core/internal'

/** The environment variable with the reporter's wishes, as JSON. Workers inherit it. */
export const wishesVariable = 'AGENTGUARD_JEST_REPORT'

/** What the reporter in the main process requests from the environments. */
export interface ReportWishes {
  /** The directory in which each process and thread writes its own file. */
  readonly directory: string
  /** Where test processes that end before this one leave the attempts of their children. */
  readonly spools: string
  /** Where tests note which destinations they have explained. */
  readonly explained: string
  /** The reporter's own process, in which tests may also run. */
  readonly pid: number
  /** Whether to record allowed attempts too. */
  readonly allowed: boolean
}

/** A guarded file, as the reporter receives it. */
export interface FileLine {
  /** The display name of the project, where Jest runs several. */
  readonly project?: string | undefined
  /** The absolute path. */
  readonly file: string
  /** `off` where the file is not guarded. */
  readonly mode: TestFile['mode']
  /** How many timers its tests have left. Written on a second line, at the end of the file. */
  readonly timersLeft?: number
}

/** One kind of attempt, as the reporter receives it. */
export interface EvidenceLine {
  /** The display name of the project, where Jest runs several. */
  readonly project?: string | undefined
  readonly evidence: Evidence
  /** Whether no result of a test or file carries it, because it came after them all. */
  readonly isUntold?: boolean
}

// Kept from the start, since tests may replace functions of Node's modules.
const { appendFileSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')
const { threadId } = process.getBuiltinModule('node:worker_threads')

/** The wishes of this run's reporter. Undefined where there is none. */
export function readWishes(): ReportWishes | undefined {
  const text = process.env[wishesVariable]
  return text === undefined ? undefined : (JSON.parse(text) as ReportWishes)
}

/**
 * Leaves evidence for the reporter. Lines in a file survive a killed worker, and do not use Jest's own channel. Each
 * begins with a line break, so that a torn one spoils no other.
 */
export function appendEvidence(
  project: string | undefined,
  evidence: readonly Evidence[],
  isUntold: boolean = false,
): boolean {
  return append(evidence.map((one): EvidenceLine => ({ project, evidence: one, ...(isUntold && { isUntold }) })))
}

/** Reports that a file is guarded. */
export function appendFile(line: FileLine): void {
  append([line])
}

/** Whether a reporter exists that will read the lines. */
function append(lines: readonly (EvidenceLine | FileLine)[]): boolean {
  const wishes = readWishes()
  if (wishes === undefined || lines.length === 0) return false
  const path = join(wishes.directory, `${process.pid}-${threadId}.jsonl`)
  try {
    appendFileSync(path, lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''))
    return true
  } catch (error) {
    process.stderr.write(`\nagentguard could not report ${lines.length} attempts: ${String(error)}\n`)
    return false
  }
}
