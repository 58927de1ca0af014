/** A program that a runner starts for its own work: each by one package, with known arguments. */
export interface RunnerProgram {
  /** The package that starts it: it is on the stack, and only packages of the runner are beside it. */
  readonly by: string
  /** The name of the file, without its folder. */
  readonly name: string
  /** The package that brings the program; `undefined` where PATH finds it. */
  readonly within?: RegExp
  readonly takes: (args: readonly string[]) => boolean
}

/** What runners start programs with. Their frames say how a program was started, never who wanted it. */
export const starterPackages: ReadonlySet<string> = new Set([
  'execa',
  'cross-spawn',
  'tinyexec',
  'fb-watchman',
  'esbuild',
])

/** The file watcher of Jest: the one service that a runner talks to by a unix socket. */
export const watcher: { readonly by: string; readonly socket: RegExp } = { by: 'fb-watchman', socket: /watchman/i }

/** The programs that Jest and Vitest start for themselves, in the process that the user started. */
export const runnerPrograms: readonly RunnerProgram[] = [
  { by: 'jest-haste-map', name: 'watchman', takes: oneOf('--version', '--no-pretty get-sockname') },
  {
    by: 'jest-haste-map',
    name: 'find',
    takes: (args) => !args.some((arg) => /^-(?:exec|ok|fprint|fls|delete)/.test(arg)),
  },
  { by: 'jest-changed-files', name: 'hg', takes: oneOf('status -amnu', 'root') },
  { by: 'jest-changed-files', name: 'sl', takes: oneOf('status -amnu', 'root') },
  {
    by: 'jest-changed-files',
    name: 'git',
    takes: oneOf('rev-parse --show-cdup', 'show --name-only', 'diff --name-only', 'diff --cached', 'ls-files --other'),
  },
  {
    by: 'vitest',
    name: 'git',
    takes: oneOf('rev-parse --show-cdup', 'diff --name-only', 'diff --cached', 'ls-files --other'),
  },
  {
    by: 'vite',
    name: 'esbuild',
    within: /[\\/]node_modules[\\/](?:@esbuild[\\/][^\\/]+|esbuild)[\\/]bin[\\/]/,
    takes: (args) => /^--service=[\w.-]+$/.test(args[0] ?? '') && args.slice(1).every((arg) => arg === '--ping'),
  },
]

/** The variable that Jest gives its workers. A test in the runner's own process sets it later. */
export const workerVariable = 'JEST_WORKER_ID'

/** Files that runners start their workers with: those run tests, and start nothing for the runner. */
export const workerFiles: RegExp = /[\\/](?:jest-worker|tinypool|vitest[\\/]dist[\\/]workers)[\\/]/

/** The first words of a call, one of which has to match. */
function oneOf(...heads: readonly string[]): (args: readonly string[]) => boolean {
  return (args) => heads.some((head) => `${args.join(' ')} `.startsWith(`${head} `))
}
