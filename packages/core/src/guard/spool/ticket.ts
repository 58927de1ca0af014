import { readFileSync, writeFile } from '../node/original-fs.ts'
import type { PortablePolicy } from '../../policy/precedence/portable-policy.ts'
import type { KeepsAllowed } from '../scope/scope.ts'

/** The description of the scope that a child process or a worker thread joins. */
export interface Ticket {
  readonly name: string
  readonly file?: string
  readonly keepsAllowed: KeepsAllowed
  readonly isRunner: boolean
  readonly policy: PortablePolicy
  /** The file for the attempts, the same for all tickets of a scope. */
  readonly attempts: string
}

/** Writes a ticket for the children that are started with its path. */
export function writeTicket(path: string, ticket: Ticket): void {
  writeFile(path, JSON.stringify(ticket))
}

/** Reads a ticket. Only `writeTicket` of the same release writes into the directory of a run. */
export function readTicket(path: string): Ticket {
  return JSON.parse(readFileSync(path, 'utf8')) as Ticket
}
