import { spawn } from 'node:child_process'
import { isAbsolute, join } from 'node:path'

/** Runs a command with its output shown, from the top of the workspace; returns its exit code. */
export async function runStep(command: string, args: readonly string[]): Promise<number> {
  return await new Promise((resolve, reject) => {
    // On Windows, a command found by name may be a script that only cmd.exe can start.
    const shell = process.platform === 'win32' && !isAbsolute(command)
    const child = spawn(command, args, { cwd: workspaceRoot, stdio: 'inherit', shell })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

export const workspaceRoot: string = join(import.meta.dirname, '..')

export const formatSeconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`
