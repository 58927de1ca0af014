import { join } from 'node:path'
import { builtins } from '../node/builtins.ts'
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFile } from '../node/original-fs.ts'
import { type Invitation, readInvitationText } from './invitation.ts'

/** The file in which this thread notes which test runs, for a judge that sees only processes. */
export function runningPath(directory: string): string {
  return join(directory, `running-${process.pid}-${threadHere()}`)
}

/** Notes what runs now. `undefined` once the test file is over. */
export function writeRunning(path: string, invitation: Invitation | undefined): void {
  if (invitation) writeFile(path, JSON.stringify(invitation))
  else rmSync(path, { force: true })
}

/** What runs in a process, one for each thread with a test file, or only that of `thread` where it has one. */
export function readRunning(directory: string, pid: number, thread: number | undefined): readonly Invitation[] {
  const names = readdirSync(directory).filter((name) => name.startsWith(`running-${pid}-`))
  const own = names.filter((name) => name === `running-${pid}-${thread}`)
  return (own.length > 0 ? own : names).flatMap((name) => readInvitationText(readText(join(directory, name))) ?? [])
}

/** The kernel's number of this thread or, where it is not exposed, Node's. */
function threadHere(): string {
  try {
    return readlinkSync('/proc/thread-self').replace(/^.*\//, '')
  } catch {
    return `node-${builtins.workerThreads.threadId}`
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
