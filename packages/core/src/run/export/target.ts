import type { Endpoint } from './endpoint.ts'

/** A tool that guards the same code elsewhere, by an allowlist of its own. */
export interface Target {
  readonly name: string
  /** The entries for one endpoint, or why it has none. */
  readonly write: (endpoint: Endpoint) => readonly string[] | Unwritten
  /** The whole list, as it is pasted. Ends in a line break. */
  readonly format: (entries: readonly string[]) => string
  /** What a request rule becomes there: a clause of which the tool is the subject. Absent where such rules are kept. */
  readonly widens?: string
}

/** What a target cannot say, or need not be told. */
export interface Unwritten {
  readonly reason: string
}
