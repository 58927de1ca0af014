import { join } from 'node:path'
import type { Evidence } from '../../evidence/record/evidence.ts'
import type { Mode } from '../../policy/options/egress-options.ts'
import { writeFile } from '../../guard/node/original-fs.ts'

/** The environment variable with the directory where test files of one run leave lines for the process that starts them. */
const variable = 'AGENTGUARD_INTERNAL_NODE_TEST'

/** The line that the process of a test file leaves. */
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
  /** For attempts of the tests' children. */
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

/** Sets where test files that start from now on leave their lines. */
export function announceRun(directory: string): void {
  process.env[variable] = directory
}

/** The folders of the run that this process belongs to. Undefined where a test file runs by itself. */
export function foldersOfRun(): RunFolders | undefined {
  const directory = process.env[variable]
  return directory === undefined ? undefined : foldersIn(directory)
}

/** Leaves a line for the process that started this one. */
export function leaveLine({ lines }: RunFolders, line: FileLine): void {
  // Line breaks on both sides, so that the torn line of a killed process spoils no other.
  writeFile(join(lines, `${process.pid}.jsonl`), `\n${JSON.stringify(line)}\n`, 'a')
}
