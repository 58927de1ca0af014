import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Runs a command with its output shown, from the top of the workspace; gives its exit code. */
export async function runStep(command: string, args: readonly string[]): Promise<number> {
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: workspaceRoot, stdio: 'inherit' })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

export const workspaceRoot: string = join(import.meta.dirname, '..')

export const formatSeconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`
