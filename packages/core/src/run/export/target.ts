import type { Endpoint } from './endpoint.ts'

/** Another tool that guards the same code with its own allowlist. */
export interface Target {
  readonly name: string
  /** The entries for one endpoint, or why it has none. */
  readonly write: (endpoint: Endpoint) => readonly string[] | Unwritten
  /** The whole list, ready to paste. Ends in a line break. */
  readonly format: (entries: readonly string[]) => string
  /** What happens to a request rule there, as a clause with the tool as its subject. Absent where such rules are kept. */
  readonly widens?: string
}

/** Why an endpoint cannot, or need not, be in a target's list. */
export interface Unwritten {
  readonly reason: string
}
