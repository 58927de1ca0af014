import { renameSync, rmSync, symlinkSync, writeFile } from '../node/original-fs.ts'
import type { OwnListeners } from '../scope/own-listeners.ts'
import { fromPortable, toPortable } from '../../policy/precedence/portable-policy.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { KeepsAllowed, Scope } from '../scope/scope.ts'
import { appendLine, markIncomplete } from './append-line.ts'
import { followFile, type GrowingFile } from './growing-file.ts'
import { followActivity, joinActivity, type Activity, noteActivity } from './activity.ts'
import { makeSpoolDirectory } from './spool-directory.ts'
import { readLine, writeLine, type SpoolLine } from './spool-line.ts'
import { attemptsPath, directoryOfTicket, activityPath, newTicketPath, readPath } from './spool-paths.ts'
import { readTicket, type Ticket, writeTicket } from './ticket.ts'
import { type IsElsewhere, shareListeners } from './share-listeners.ts'

/**
 * A directory in which the guards of one tree of processes and threads exchange what happened: the attempts of each
 * scope's children, and the listeners of all.
 *
 * Plain files, appended synchronously. They survive a child that is killed, and need no channel of the program.
 */
export interface Spool {
  readonly directory: string
  /** The path of the ticket for children of this scope. `undefined` where the policy cannot be sent to them. */
  ticketFor(scope: Scope): string | undefined
  /** Makes the children of a joined scope report where it reports itself, so that nothing waits for it to end. */
  adopt(scope: Scope, joinedBy?: Membership): void
  /** The attempts of this scope's children since the last time, and why some may be missing. `charged` notes that they are attributed. */
  collect(scope: Scope): { readonly lines: readonly SpoolLine[]; readonly problem?: string; charged(): void }
  /** Whether the children of this scope are busy. `undefined` where it has had none. */
  activity(scope: Scope): Activity | undefined
  /** Scopes that have had children. */
  scopes(): Iterable<Scope>
  shareListeners(listeners: OwnListeners, isElsewhere?: IsElsewhere): void
  /** Ends the collecting. What children report from here on goes to the scope that started this process, if there is one. */
  leave(): void
}

/** What a joined child knows of the scope that started it. */
export interface Joined {
  readonly name: string
  readonly file: string | undefined
  readonly policy: Policy
  readonly keepsAllowed: KeepsAllowed
  readonly isRunner: boolean
  report(line: SpoolLine): void
  /** Notes that this process is starting, or has nothing in flight any more. */
  note(state: 'busy' | 'idle'): void
}

/** The ticket that a process joined by. */
export interface Membership {
  readonly ticket: string
  readonly attempts: string
}

/** What a spool keeps of a scope. `file` is missing where another process reads the attempts. */
interface Issued {
  readonly policy: Policy
  readonly path: string
  readonly attempts: string
  readonly file: GrowingFile | undefined
  readonly activity: Activity
  /** How many lines of the file have been read. */
  readonly read: { lines: number }
}

/** Makes the directory of a run. Inside `parent`, removing it is left to the process that made that one. */
export function createSpool(parent?: string): Spool {
  const directory = makeSpoolDirectory(parent)
  const spool = openSpool(directory)
  if (parent !== undefined) return spool
  const leave = (): void => {
    try {
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // The disk may be read-only by now. A later run removes the directory.
    }
  }
  return { ...spool, leave }
}

/** The spool in a directory. With `outer`, it is the spool of another process, which this one joined. */
function openSpool(directory: string, outer?: Membership): Spool {
  const tickets = new Map<Scope, Issued>()
  return {
    directory,
    ticketFor: (scope) => {
      const known = tickets.get(scope)
      if (known?.policy === scope.policy) return known.path
      const policy = toPortable(scope.policy)
      if (policy === undefined) return undefined
      // Other processes may still read the previous ticket, and must find in it the policy that they were started with.
      const path = newTicketPath(directory)
      const attempts = known?.attempts ?? attemptsPath(path)
      if (!known) writeFile(attempts, '', 'a')
      writeTicket(path, ticketOf(scope, policy, attempts))
      const file = known ? known.file : followFile(attempts, true)
      const activity = known?.activity ?? followActivity(activityPath(attempts))
      const read = known?.read ?? { lines: 0 }
      tickets.set(scope, { policy: scope.policy, path, attempts, file, activity, read })
      return path
    },
    adopt: (scope, joinedBy = outer) => {
      if (joinedBy === undefined) return
      const { ticket: path, attempts } = joinedBy
      const activity = joinActivity(activityPath(attempts))
      tickets.set(scope, { policy: scope.policy, path, attempts, file: undefined, activity, read: { lines: 0 } })
    },
    collect: (scope) => collectFrom(tickets.get(scope)),
    activity: (scope) => tickets.get(scope)?.activity,
    scopes: () => tickets.keys(),
    shareListeners: (listeners, isElsewhere) => shareListeners(directory, listeners, isElsewhere),
    leave: () => {
      if (outer) for (const { attempts, file } of tickets.values()) if (file) forward(attempts, outer.attempts)
    },
  }
}

function collectFrom(issued: Issued | undefined): ReturnType<Spool['collect']> {
  const { path = '', file, attempts = '', read } = issued ?? {}
  const { lines: texts, problem } = file?.read() ?? { lines: [] }
  const lines = texts.flatMap((text) => readLine(text) ?? [])
  const reported = problem ?? (lines.length < texts.length ? `a line beside ${path} cannot be read` : undefined)
  const charged = (): void => {
    if (read && texts.length > 0) noteRead(attempts, (read.lines += texts.length))
  }
  return { lines, charged, ...(reported !== undefined && { problem: reported }) }
}

/** For a process that outlives this one: attempts after these lines are not attributed to a test yet. */
function noteRead(attempts: string, lines: number): void {
  try {
    writeFile(readPath(attempts), String(lines))
  } catch {
    // On a full disk, the other process may report a line twice.
  }
}

function ticketOf({ name, file, keepsAllowed, isRunner }: Scope, policy: Ticket['policy'], attempts: string): Ticket {
  return { name, policy, keepsAllowed, isRunner, attempts, ...(file !== undefined && { file }) }
}

/** Joins the scope that a ticket names. The ticket's spool is used for this process's own children. */
export function joinSpool(ticket: string): {
  readonly spool: Spool
  readonly joined: Joined
  readonly membership: Membership
} {
  const { attempts, policy, ...rest } = readTicket(ticket)
  const report = (line: SpoolLine): void => {
    try {
      appendLine(attempts, writeLine(line))
    } catch (error) {
      markIncomplete(attempts)
      throw error
    }
  }
  const note = (state: 'busy' | 'idle'): void => noteActivity(activityPath(attempts), process.pid, state)
  const membership = { ticket, attempts }
  return {
    membership,
    spool: openSpool(directoryOfTicket(ticket), membership),
    joined: { file: undefined, ...rest, policy: fromPortable(policy, `the scope ${rest.name}`), report, note },
  }
}

/** Children open the file for each line they write, so a link in its place redirects the next line. */
function forward(from: string, to: string): void {
  try {
    const next = `${from}.next`
    symlinkSync(to, next)
    renameSync(next, from)
  } catch {
    // Then they find no file, and report that themselves.
    rmSync(from, { force: true })
  }
}
