import { join } from 'node:path'
import type { Evidence } from '../../evidence/record/evidence.ts'
import type { Mode } from '../../policy/options/egress-options.ts'
import { writeFile } from '../../guard/node/original-fs.ts'

/** Names the directory where test files of one run leave what the process that starts them reads at its end. */
const variable = 'AGENTGUARD_INTERNAL_NODE_TEST'

/** What the process of a test file leaves. */
export interface FileLine {
  /** Absolute path. */
  readonly file: string
  readonly mode: Mode
  /** How many of its tests ran. */
  readonly tests: number
  /** Whether all of them ran and passed. */
  readonly whole: boolean
  readonly timersLeft: number
  readonly evidence: readonly Evidence[]
}

/** The folders of a run. */
export interface RunFolders {
  readonly lines: string
  /** For what children of tests attempt. */
  readonly spools: string
  /** For the destinations that a test has explained. */
  readonly explained: string
}

/** The folders in the directory of a run. */
export function foldersIn(directory: string): RunFolders {
  return {
    lines: join(directory, 'lines'),
    spools: join(directory, 'spools'),
    explained: join(directory, 'explained'),
  }
}

/** Tells test files that start from now on where to leave their lines. */
export function announceRun(directory: string): void {
  process.env[variable] = directory
}

/** The folders of the run that this process belongs to; none where a test file runs by itself. */
export function foldersOfRun(): RunFolders | undefined {
  const directory = process.env[variable]
  return directory === undefined ? undefined : foldersIn(directory)
}

/** Leaves a line for the process that has started this one. */
export function leaveLine({ lines }: RunFolders, line: FileLine): void {
  // A file of a process that is killed has torn lines, each of which spoils no other.
  writeFile(join(lines, `${process.pid}.jsonl`), `\n${JSON.stringify(line)}\n`, 'a')
}
