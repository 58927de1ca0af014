/** Names the scope that a child process joins. */
export const ticketVariable = 'AGENTGUARD_INTERNAL_TICKET'

/** The same for worker threads, in `worker_threads.setEnvironmentData`. */
export const ticketKey = 'agentguard.ticket'
