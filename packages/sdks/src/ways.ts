import { jestMajors } from './run-jest.ts'
import { vitestMajors } from './run-vitest.ts'

/** One way in which a release of a runner runs test files. */
export interface Way {
  readonly runner: 'Jest' | 'Vitest'
  readonly major: number
  readonly how: string
  readonly args: readonly string[]
  /** Whether the runner ends each worker with its file: what an SDK has not sent by then is lost. */
  readonly endsWithFile?: boolean
  /** Whether the runner does this by default. */
  readonly isDefault?: boolean
}

const jestWorkers = ['-w', '2', '--workerIdleMemoryLimit=2GB']
const jestWays = [
  { how: 'in band', args: ['--runInBand'] },
  { how: 'in processes', args: jestWorkers, isDefault: true },
  { how: 'in threads', args: [...jestWorkers, '--workerThreads'] },
]
const vitestWays = [
  { how: 'in one process', args: ['--no-isolate', '--maxWorkers=1'] },
  { how: 'in one thread', args: ['--pool=threads', '--no-isolate', '--maxWorkers=1'] },
  { how: 'in a process for each file', args: ['--maxWorkers=2'], isDefault: true, endsWithFile: true },
  ...['threads', 'vmThreads', 'vmForks'].map((pool) => ({
    how: `in ${pool}, one for each file`,
    args: [`--pool=${pool}`, '--maxWorkers=2'],
    endsWithFile: true,
  })),
]

/** Every pool of every supported release. */
export const ways: readonly Way[] = [
  ...jestMajors.flatMap((major) => jestWays.map((way) => ({ runner: 'Jest' as const, major, ...way }))),
  ...vitestMajors.flatMap((major) => vitestWays.map((way) => ({ runner: 'Vitest' as const, major, ...way }))),
]
