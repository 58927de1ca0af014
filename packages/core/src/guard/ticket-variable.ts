/** What a child process or a worker thread finds at its start. */
export interface Invitation {
  /** File that names the scope to join. */
  readonly ticket: string
  /** The stack of whoever started it. */
  readonly stack: string
}

/** The environment variable that carries an invitation to a child process, as JSON. */
export const ticketVariable = 'AGENTGUARD_INTERNAL_TICKET'

/** Where a worker thread finds its invitation: a key of `worker_threads.getEnvironmentData`. */
export const ticketKey = 'agentguard.ticket'
