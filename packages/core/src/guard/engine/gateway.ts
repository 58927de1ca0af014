import type { StartedGateway } from '../gateway/start-gateway.ts'

/** The gateway by which this process or thread starts programs. */
export interface Gateway {
  /** The file of its state. */
  readonly path: string
  /** What this process started; nothing where another one did. */
  readonly started: StartedGateway | undefined
  /** Tickets that the judge has read. */
  readonly tickets: Set<string>
  /** Programs that may still be running. */
  readonly pids: Set<number>
  /** Whether one has been started since the kernel's numbers were recorded. */
  hasStarted: boolean
}
