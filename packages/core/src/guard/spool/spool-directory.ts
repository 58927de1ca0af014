import { mkdtempSync, readdirSync, rmSync, statSync } from '../node/original-fs.ts'
import { join } from 'node:path'
import { builtins } from '../node/builtins.ts'
import { isRunning } from '../node/is-running.ts'

/** In milliseconds. Long enough for every run that may still read its own. */
const kept = 60 * 60 * 1000

/** Makes the directory of a run, named after this process, and removes those of processes that were killed long ago. */
export function makeSpoolDirectory(parent: string = builtins.os.tmpdir()): string {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^agentguard-(\d+)-\w{6}$/.exec(name) ?? []
    if (pid !== undefined) sweep(join(parent, name), Number(pid))
  }
  return mkdtempSync(join(parent, `agentguard-${process.pid}-`))
}

function sweep(path: string, pid: number): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > kept && !isRunning(pid)) rmSync(path, { recursive: true, force: true })
  } catch {
    // It belongs to another user, or another run removed it first.
  }
}
