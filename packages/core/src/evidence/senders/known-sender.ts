/** A destination that packages reach without being asked, or that tests often reach by accident: what it is, and how to turn it off. */
export interface KnownSender {
  /** A name that fits after "probably": `telemetry of Next.js`. */
  readonly what: string
  /** Its destinations, as rules of a policy. */
  readonly at?: readonly string[]
  /** A pattern for the paths of its unix sockets and pipes. */
  readonly sockets?: RegExp
  /** The npm packages that reach it. `@scope/*` means each package of a scope. */
  readonly packages?: readonly string[]
  /** True where the destination also serves others. Then it is this sender only for one of its packages. */
  readonly shared?: true
  /** How to turn it off, as an instruction: `set NEXT_TELEMETRY_DISABLED=1`. */
  readonly quiet?: string
  /** The URL of the page or published file that documents it. */
  readonly source?: string
}

/** The kind of a sender. */
export type SenderKind = 'telemetry' | 'downloads' | 'cloud metadata' | 'this machine'

/** A known sender with its kind. */
export interface ListedSender extends KnownSender {
  readonly kind: SenderKind
}
