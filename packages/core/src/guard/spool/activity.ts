import { readFileSync, writeFile } from '../node/original-fs.ts'
import { isRunning } from '../node/is-running.ts'
import { appendLine } from './append-line.ts'
import { followFile } from './growing-file.ts'

/** How far the processes of a scope are, as they note in a file that all of them share. */
export interface Activity {
  /** A program has been started; `joins` says whether it is one that loads the guard. */
  started(pid: number, joins: () => boolean): void
  /** Whether a process is still starting, or has work in flight. */
  isBusy(): boolean
}

/** What a process notes of itself, or of one that it has started. */
export type ActivityState = 'busy' | 'idle'

// Tests replace it.
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
        // Its starter may note it after it has noted itself.
        if (states.get(pid) !== 'idle') states.set(pid, state)
        starts.delete(pid)
      }
      const busy = [...states].flatMap(([pid, state]) => (state === 'busy' ? [pid] : []))
      const starting = [...starts].flatMap(([pid, joins]) => (isAlive(pid) && joins() ? [pid] : []))
      return starting.length > 0 || busy.some(isAlive)
    },
  }
}

/** For a process that has joined: another one waits. */
export function joinActivity(path: string): Activity {
  return {
    started: (pid, joins) => {
      if (joins()) noteActivity(path, pid, 'busy')
    },
    isBusy: () => false,
  }
}

/** Notes how far a process is. Where that cannot be written, a file ends earlier, and what comes later is reported after it. */
export function noteActivity(path: string, pid: number, state: ActivityState): void {
  try {
    appendLine(path, `${pid} ${state}\n`)
  } catch {
    // See above.
  }
}

function parseLine(line: string): (readonly [number, ActivityState])[] {
  const [pid, state] = line.split(' ')
  return state === 'busy' || state === 'idle' ? [[Number(pid), state]] : []
}

function isAlive(pid: number): boolean {
  return isRunning(pid) && (platform !== 'linux' || !isZombie(pid))
}

/** One that has ended, and whose parent has not noticed. */
function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
