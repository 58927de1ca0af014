import type { Phase } from '../../evidence/record/evidence.ts'

/** What a child process or a worker thread finds at its start. */
export interface Invitation {
  /** File that names the scope to join. */
  readonly ticket: string
  /** The stack of whoever started it. */
  readonly stack: string
  /** When, in the life of a test file, it was started. */
  readonly phase: Phase
  /** What the program gave as NODE_OPTIONS, where the guard wrote there. */
  readonly nodeOptions?: string
  /** What a thread shows as its `execArgv`, where the guard wrote there. */
  readonly execArgv?: readonly string[]
}

/** The environment variable that carries an invitation to a child process, as JSON. */
export const ticketVariable = 'AGENTGUARD_INTERNAL_TICKET'

/** Where a worker thread finds its invitation: a key of `worker_threads.getEnvironmentData`. */
export const ticketKey = 'agentguard.ticket'
