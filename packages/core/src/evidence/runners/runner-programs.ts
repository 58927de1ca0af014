/** A program that a runner starts for itself, from one package and with known arguments. */
export interface RunnerProgram {
  /** The package that starts it. It is on the stack, with only packages of the runner. */
  readonly by: string
  /** The file name, without its folder. */
  readonly name: string
  /** The package that contains the program. `undefined` where it is found in PATH. */
  readonly within?: RegExp
  readonly takes: (args: readonly string[]) => boolean
}

/** Packages with which runners start programs. Their frames show how a program was started, but not what required it. */
export const starterPackages: ReadonlySet<string> = new Set([
  'execa',
  'cross-spawn',
  'tinyexec',
  'fb-watchman',
  'esbuild',
])

/** The file watcher of Jest, the only service that a runner talks to by a unix socket. */
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

/** The variable that Jest sets in its workers. A test in the runner's own process sets it later. */
export const workerVariable = 'JEST_WORKER_ID'

/** Files with which runners start their workers. Workers run tests, and start nothing for the runner. */
export const workerFiles: RegExp = /[\\/](?:jest-worker|tinypool|vitest[\\/]dist[\\/]workers)[\\/]/

/** Accepts arguments that begin with one of these. */
function oneOf(...heads: readonly string[]): (args: readonly string[]) => boolean {
  return (args) => heads.some((head) => `${args.join(' ')} `.startsWith(`${head} `))
}
