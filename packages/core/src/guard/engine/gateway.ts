import type { StartedGateway } from '../gateway/start-gateway.ts'

/** The gateway through which this process or thread starts programs. */
export interface Gateway {
  /** The path of its state file. */
  readonly path: string
  /** Set where this process started the gateway. */
  readonly started: StartedGateway | undefined
  /** Tickets that the judge has read. */
  readonly tickets: Set<string>
  /** Programs that may still be running. */
  readonly pids: Set<number>
  /** Whether a program has started since the kernel's counts were last recorded. */
  hasStarted: boolean
}
