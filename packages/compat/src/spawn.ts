import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, dirname, isAbsolute } from 'node:path'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface SpawnOptions {
  readonly cwd: string
  /** The Node that is first on the path of the command. */
  readonly node: string
  readonly env?: Readonly<Record<string, string>>
  /** After so many milliseconds, the command and all that it has started end. */
  readonly limit?: number
}

/** Runs a command as in a stranger's shell: without what our own package manager and runner leave in the environment. */
export function run(command: string, args: readonly string[], { cwd, node, env, limit }: SpawnOptions): Promise<Ended> {
  const path = [dirname(node), process.env['PATH']].join(delimiter)
  const child = spawn(command, args, {
    cwd,
    env: { ...strangersEnv(), PATH: path, ...env },
    // On Windows npm and pnpm are scripts of its shell.
    shell: process.platform === 'win32' && !isAbsolute(command),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Of its own group, which ends as a whole.
    detached: limit !== undefined,
  })
  const timer = limit === undefined ? undefined : setTimeout(() => endGroup(child), limit)
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      printed[name] += chunk
    })
  }
  return new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...printed }))
  }).finally(() => clearTimeout(timer))
}

function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL')
}

function strangersEnv(): NodeJS.ProcessEnv {
  const hidden =
    /^(PATH$|npm_|pnpm_|INIT_CWD$|NODE_|VITEST|JEST|VITE_|AGENTGUARD_|FORCE_COLOR$|GITHUB_|CI$|TEST$|PROD$|DEV$|MODE$)/i
  // The registry and the certificates belong to the machine, not to us.
  const kept = /^(npm_config_(registry|cache|prefer_offline|offline)|NODE_EXTRA_CA_CERTS)$/i
  const own = Object.entries(process.env).filter(([name]) => kept.test(name) || !hidden.test(name))
  return { ...Object.fromEntries(own), NO_COLOR: '1' }
}
