/** Something that packages reach without being asked, or that many tests reach unawares: what it is, and how to keep it quiet. */
export interface KnownSender {
  /** In words that follow "probably": `telemetry of Next.js`. */
  readonly what: string
  /** Where it is, as rules of a policy. */
  readonly at?: readonly string[]
  /** The paths of its unix sockets and pipes. */
  readonly sockets?: RegExp
  /** The npm packages that reach it; `@scope/*` is each of a scope. */
  readonly packages?: readonly string[]
  /** True where the destination serves others too: it is this sender only where one of its packages asks. */
  readonly shared?: true
  /** How to turn it off, as an order: `set NEXT_TELEMETRY_DISABLED=1`. */
  readonly quiet?: string
  /** The page, or the published file, that says so. */
  readonly source?: string
}

/** What sort of sender it is. */
export type SenderKind = 'telemetry' | 'downloads' | 'cloud metadata' | 'this machine'

/** A sender in the list of all. */
export interface ListedSender extends KnownSender {
  readonly kind: SenderKind
}
