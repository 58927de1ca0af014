import { existsSync } from '../node/original-fs.ts'
import { basename, dirname, join } from 'node:path'
import { builtins } from '../node/builtins.ts'

/** The directory of the run that a ticket is in. */
export function directoryOfTicket(ticket: string): string {
  return dirname(ticket)
}

/** A path for a new ticket. */
export function newTicketPath(directory: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(directory, `${process.pid}-${builtins.workerThreads.threadId}-${number}.json`)
    if (!existsSync(path)) return path
  }
}

/** The file for the attempts of the children that join by a ticket. */
export function attemptsPath(ticket: string): string {
  return `${withoutEnding(ticket)}.jsonl`
}

/** The file with the number of lines of a scope's attempts that have been read. */
export function readPath(attempts: string): string {
  return attempts.replace(/jsonl$/, 'read')
}

/** The file in which the children of a scope note whether they are busy. */
export function activityPath(attempts: string): string {
  return attempts.replace(/jsonl$/, 'activity')
}

/** The file in which all processes of a run publish their listeners. */
export function listenersPath(directory: string): string {
  return join(directory, 'listeners.jsonl')
}

function withoutEnding(ticket: string): string {
  return join(dirname(ticket), basename(ticket, '.json'))
}
