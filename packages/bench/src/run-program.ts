import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv
  /** Flags of Node. Most of V8's make it refuse code that was kept without them. */
  readonly flags?: readonly string[]
}

/** Runs a program of `programs/` in a process of its own and returns the JSON it prints. */
export async function runProgram<T>(
  name: string,
  args: readonly string[] = [],
  { env, flags = [] }: ProgramOptions = {},
): Promise<T> {
  const program = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url))
  const { stdout } = await execute(process.execPath, [...flags, program, ...args], { env: { ...process.env, ...env } })
  // Each program prints the type that its caller names.
  return JSON.parse(stdout) as T
}

/** Seconds that a command took, with all processes it started. */
export interface CommandTime {
  readonly wall: number
  readonly cpu: number
}

/** Runs a command and reads the time of its processes from the shell, which counts them. */
export async function timeCommand(command: readonly string[], cwd: string): Promise<CommandTime> {
  const begin = performance.now()
  const { stdout } = await execute('sh', ['-c', '"$@" >command.log 2>&1 || exit 1; times', 'sh', ...command], {
    cwd,
    env: { ...process.env, CI: '1', NO_COLOR: '1', NODE_NO_WARNINGS: '1' },
  })
  const children = stdout.trim().split('\n').at(-1) ?? ''
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0)
  return { wall: (performance.now() - begin) / 1000, cpu }
}
