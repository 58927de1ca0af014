import { existsSync, readdirSync, readFileSync } from '../node/original-fs.ts'
import { join } from 'node:path'
import { readLine, type SpoolLine } from './spool-line.ts'
import { readPath } from './spool-paths.ts'
import { readTicket, type Ticket } from './ticket.ts'

/** A scope whose children have left lines. */
export interface LeftSpool {
  readonly ticket: Ticket
  readonly lines: readonly SpoolLine[]
}

/** The lines in all spools below a directory that their own processes have not read. */
export function readSpoolsIn(directory: string): readonly LeftSpool[] {
  if (!existsSync(directory)) return []
  const tickets = readdirSync(directory).flatMap((name) => ticketsIn(join(directory, name)))
  // A scope may have several tickets, but has one file of attempts.
  const scopes = new Map(tickets.map((ticket) => [ticket.attempts, ticket]))
  return [...scopes.values()].flatMap((ticket) => {
    const lines = linesAfter(ticket.attempts, readCount(readPath(ticket.attempts)))
    return lines.length > 0 ? [{ ticket, lines }] : []
  })
}

function ticketsIn(spool: string): readonly Ticket[] {
  const names = readdirSync(spool).filter((name) => name.endsWith('.json'))
  return names.map((name) => readTicket(join(spool, name)))
}

function linesAfter(attempts: string, count: number): readonly SpoolLine[] {
  if (!existsSync(attempts)) return []
  const texts = readFileSync(attempts, 'utf8').split('\n').slice(0, -1)
  return texts
    .filter((text) => text !== '')
    .slice(count)
    .flatMap((text) => readLine(text) ?? [])
}

function readCount(path: string): number {
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
}
