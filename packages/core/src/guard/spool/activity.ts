import { readFileSync, writeFile } from '../node/original-fs.ts'
import { isRunning } from '../node/is-running.ts'
import { appendLine } from './append-line.ts'
import { followFile } from './growing-file.ts'

/** Whether the processes of a scope are busy, as they note in a file that they share. */
export interface Activity {
  /** A program has been started. `joins` returns whether it loads the guard. */
  started(pid: number, joins: () => boolean): void
  /** Whether a process is still starting or has work in flight. */
  isBusy(): boolean
}

/** What a process notes of itself, or of one that it has started. */
export type ActivityState = 'busy' | 'idle'

// Kept from the start, since tests replace `process.platform`.
const { platform } = process.getBuiltinModule('node:process')

/** For the process that waits for the others. */
export function followActivity(path: string): Activity {
  writeFile(path, '', 'a')
  const file = followFile(path)
  const starts = new Map<number, () => boolean>()
  const states = new Map<number, ActivityState>()
  return {
    started: (pid, joins) => void starts.set(pid, joins),
    isBusy: () => {
      for (const [pid, state] of file.read().lines.flatMap(parseLine)) {
        // The starter's note may come after the program's own.
        if (states.get(pid) !== 'idle') states.set(pid, state)
        starts.delete(pid)
      }
      const busy = [...states].flatMap(([pid, state]) => (state === 'busy' ? [pid] : []))
      const starting = [...starts].flatMap(([pid, joins]) => (isAlive(pid) && joins() ? [pid] : []))
      return starting.length > 0 || busy.some(isAlive)
    },
  }
}

/** For a process that has joined. Another process waits. */
export function joinActivity(path: string): Activity {
  return {
    started: (pid, joins) => {
      if (joins()) noteActivity(path, pid, 'busy')
    },
    isBusy: () => false,
  }
}

/** Notes the state of a process. Where that cannot be written, a test file ends earlier, and later attempts are reported after it. */
export function noteActivity(path: string, pid: number, state: ActivityState): void {
  try {
    appendLine(path, `${pid} ${state}\n`)
  } catch {
    // Best effort, as described above.
  }
}

function parseLine(line: string): (readonly [number, ActivityState])[] {
  const [pid, state] = line.split(' ')
  return state === 'busy' || state === 'idle' ? [[Number(pid), state]] : []
}

function isAlive(pid: number): boolean {
  return isRunning(pid) && (platform !== 'linux' || !isZombie(pid))
}

/** A process that has ended but was not reaped by its parent. */
function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
