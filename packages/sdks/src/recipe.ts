/** What a real package does, and the expected outcome: a row of the table. */
export interface Recipe {
  /** The file in `recipes`, without its extension. */
  readonly name: string
  /** What a project installs. */
  readonly package: string
  /** What it does, in a few words. */
  readonly does: string
  /** Its destinations, and the packages to name for each; `imports` has those of the import alone. */
  readonly reaches: Destinations
  readonly imports?: Destinations
  /** Whether the attempt is made while the caller waits, after its call has settled, or in a process that it leaves behind. */
  readonly when: 'call' | 'late'
  /** What the caller sees of an attempt that failed. */
  readonly caller: 'an error' | 'nothing'
  /** Whether it can be sent to a server on this machine. */
  readonly standIn: 'no' | 'yes' | 'only'
  /** Nothing can stop an addon: it is sent to loopback only, and its connections cannot be attributed among tests that run at once. */
  readonly isNative?: true
  /** Of packages that are ES modules alone. */
  readonly module?: 'esm'
  /** Takes seconds: tested in fewer ways. */
  readonly slow?: true
  /** What the tool is asked about, each in its own tests. */
  readonly subjects?: readonly string[]
}

/**
 * A destination (`host:port`, `host`, `exec:program`) and the packages to name for it: from the one that the project chose to the one that
 * made the attempt, and how the chain and the line are known where they are not on the stack: `redis › @redis/client, as installed`,
 * `got, from its test`. Several where the stack does not always go back to the same package.
 */
export type Destinations = Readonly<Record<string, string | readonly string[]>>

/** A row as written, without what all rows of a kind have in common. */
export type RecipeRow = Pick<Recipe, 'name' | 'does' | 'reaches'> & Partial<Recipe>
