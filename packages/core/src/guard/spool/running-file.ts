import { join } from 'node:path'
import { builtins } from '../node/builtins.ts'
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFile } from '../node/original-fs.ts'
import { type Invitation, readInvitationText } from './invitation.ts'

/** The file in which this thread says what of its test file runs, for a judge that sees only processes. */
export function runningPath(directory: string): string {
  return join(directory, `running-${process.pid}-${threadHere()}`)
}

/** Says what runs now; nothing once the test file is over. */
export function writeRunning(path: string, invitation: Invitation | undefined): void {
  if (invitation) writeFile(path, JSON.stringify(invitation))
  else rmSync(path, { force: true })
}

/** What runs in a process, one for each of its threads that has a test file; only that of `thread` where it has one. */
export function readRunning(directory: string, pid: number, thread: number | undefined): readonly Invitation[] {
  const names = readdirSync(directory).filter((name) => name.startsWith(`running-${pid}-`))
  const own = names.filter((name) => name === `running-${pid}-${thread}`)
  return (own.length > 0 ? own : names).flatMap((name) => readInvitationText(readText(join(directory, name))) ?? [])
}

/** As the kernel numbers threads; where it does not tell, as Node does. */
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
