import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The built command line. */
export const agentguardPath: string = join(import.meta.dirname, '../../dist/agentguard.js')

/** One run of the built `agentguard`, as a user runs it: its output and exit code. */
export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Place {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Runs the built `agentguard`. */
export function agentguard(args: readonly string[], { cwd = import.meta.dirname, env = {} }: Place = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [agentguardPath, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { status, stdout, stderr }
}
