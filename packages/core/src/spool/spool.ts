import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { BoundAt, OwnListeners } from '../scope/own-listeners.ts'
import { fromPortable, toPortable, type PortablePolicy } from '../policy/portable-policy.ts'
import type { Policy } from '../policy/policy.ts'
import type { Scope } from '../scope/scope.ts'
import { followFile, type GrowingFile } from './growing-file.ts'
import { readLine, writeLine, type SpoolLine } from './spool-line.ts'

/**
 * A directory in which the guards of one tree of processes and threads tell each other what happened: the attempts of
 * each scope's children, and the listeners of all.
 *
 * Plain files, appended synchronously: they survive a child that is killed, and need no channel of the program's.
 */
export interface Spool {
  /** What a child of this scope is told to join by; `undefined` where the policy cannot follow it. */
  ticketFor(scope: Scope): string | undefined
  /** Lets the children of a joined scope report where it reports itself, so that nothing waits for it to end. */
  adopt(scope: Scope, ticket: string): void
  /** The attempts of this scope's children since the last time. */
  collect(scope: Scope): readonly SpoolLine[]
  /** Scopes that have had children. */
  scopes(): Iterable<Scope>
  shareListeners(listeners: OwnListeners): void
}

/** What a joined child knows of the scope that started it. */
export interface Joined {
  readonly name: string
  readonly file: string | undefined
  readonly policy: Policy
  readonly keepsAllowed: boolean
  report(line: SpoolLine): void
}

interface Ticket {
  readonly name: string
  readonly file?: string
  readonly keepsAllowed: boolean
  readonly policy: PortablePolicy
}

/** Makes the directory; it goes with the process. */
export function createSpool(): Spool {
  const directory = mkdtempSync(join(tmpdir(), 'agentguard-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  return openSpool(directory)
}

/** The spool in a directory that another process made. */
export function openSpool(directory: string): Spool {
  const tickets = new Map<Scope, { policy: Policy; path: string; file: GrowingFile }>()
  return {
    ticketFor: (scope) => {
      const known = tickets.get(scope)
      if (known?.policy === scope.policy) return known.path
      const policy = toPortable(scope.policy)
      if (policy === undefined) return undefined
      const path = known?.path ?? freshPath(directory)
      const { name, file, keepsAllowed } = scope
      const ticket: Ticket = { name, policy, keepsAllowed, ...(file !== undefined && { file }) }
      writeFileSync(path, JSON.stringify(ticket))
      tickets.set(scope, { policy: scope.policy, path, file: known?.file ?? followFile(attemptsOf(path)) })
      return path
    },
    adopt: (scope, path) => tickets.set(scope, { policy: scope.policy, path, file: { readLines: () => [] } }),
    collect: (scope) => (tickets.get(scope)?.file.readLines() ?? []).flatMap((text) => readLine(text) ?? []),
    scopes: () => tickets.keys(),
    shareListeners: (listeners) => shareListeners(join(directory, 'listeners.jsonl'), listeners),
  }
}

/** Joins the scope that a ticket names; the spool it lies in is for this process's own children. */
export function joinSpool(ticket: string): { readonly spool: Spool; readonly joined: Joined } {
  const { name, file, keepsAllowed, policy } = JSON.parse(readFileSync(ticket, 'utf8')) as Ticket
  const attempts = attemptsOf(ticket)
  const report = (line: SpoolLine): void => appendFileSync(attempts, writeLine(line))
  return {
    spool: openSpool(dirname(ticket)),
    joined: { name, file, keepsAllowed, policy: fromPortable(policy, `the scope ${name}`), report },
  }
}

function freshPath(directory: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(directory, `${process.pid}-${threadId}-${number}.json`)
    if (!existsSync(path)) return path
  }
}

function attemptsOf(ticket: string): string {
  return join(dirname(ticket), `${basename(ticket, '.json')}.jsonl`)
}

function shareListeners(path: string, listeners: OwnListeners): void {
  const file = followFile(path)
  listeners.share({
    publish: (bound) => appendFileSync(path, `\n${JSON.stringify(bound)}\n`),
    read: () => file.readLines().flatMap((text) => parseBound(text) ?? []),
  })
}

function parseBound(text: string): BoundAt | undefined {
  try {
    return JSON.parse(text) as BoundAt
  } catch {
    return undefined
  }
}
