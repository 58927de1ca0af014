/** What the reporter reads of Jest 29.7 and 30. Jest's own types differ between the two. */
export interface GlobalConfig {
  readonly rootDir: string
  readonly reporters?: readonly (string | readonly [name: string, options?: unknown])[] | undefined
  readonly updateSnapshot: 'all' | 'new' | 'none'
  readonly shard?: { readonly shardIndex: number; readonly shardCount: number } | undefined
  readonly testNamePattern?: string | undefined
  readonly nonFlagArgs?: readonly string[] | undefined
  readonly onlyChanged?: boolean
  readonly forceExit?: boolean
  readonly onlyFailures?: boolean
  readonly findRelatedTests?: boolean
  /** In Jest 29. */
  readonly testPathPattern?: string
  /** In Jest 30. */
  readonly testPathPatterns?: { readonly patterns: readonly string[] }
}

export interface TestOfRun {
  readonly path: string
  readonly context: { readonly config: ProjectConfig }
}

export interface ProjectConfig {
  readonly rootDir: string
  readonly displayName?: { readonly name: string } | undefined
  readonly testEnvironmentOptions?: Readonly<Record<string, unknown>>
}

export interface FileResult {
  readonly numPassingTests: number
  readonly numFailingTests: number
  readonly numPendingTests: number
  readonly testExecError?: unknown
  /** The text of the file that reporters print. */
  failureMessage?: string | null | undefined
}

export interface RunResult {
  readonly wasInterrupted: boolean
}

/** Whether this run includes all tests. */
export function isComplete(config: GlobalConfig): boolean {
  const { testNamePattern, nonFlagArgs, testPathPattern, testPathPatterns, shard } = config
  const patterns = [testNamePattern, testPathPattern, ...(nonFlagArgs ?? []), ...(testPathPatterns?.patterns ?? [])]
  if (shard !== undefined || patterns.some((pattern) => pattern !== undefined && pattern !== '')) return false
  return ![config.onlyChanged, config.onlyFailures, config.findRelatedTests].includes(true)
}

/** Whether our reporter gets the result of a file before one of Jest's prints it. */
export function isFirst({ reporters = [] }: GlobalConfig): boolean {
  const names = reporters.map((reporter) => (typeof reporter === 'string' ? reporter : reporter[0]))
  const printing = names.findIndex((name) => printers.includes(name))
  return printing < 0 || names.findIndex((name) => name.includes('agentguard')) < printing
}

const printers: readonly string[] = ['default', 'agent', 'github-actions']
