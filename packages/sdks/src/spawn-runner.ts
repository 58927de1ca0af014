import { spawn } from 'node:child_process'

export interface Ended {
  readonly code: number | null
  /** All that was printed. */
  readonly text: string
  /** In milliseconds. */
  readonly duration: number
}

/** Runs Node in a folder, as a user's shell would: the Vitest that runs our tests leaves marks in the environment. */
export function spawnRunner(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...plainEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text: chunks.join(''), duration: performance.now() - begin }))
  })
}

function plainEnv(): NodeJS.ProcessEnv {
  const hidden = /^(VITEST|JEST|NODE_OPTIONS|NODE_ENV|VITE_|FORCE_COLOR|GITHUB_ACTIONS|AGENTGUARD_|AWS_|CI$|TEST$)/
  const kept = Object.entries(process.env).filter(([name]) => !hidden.test(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1' }
}
