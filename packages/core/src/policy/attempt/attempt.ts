/** The doors out that the guard watches; each is one file in `channels/`. */
export const channelNames = [
  'tcp',
  'pipe',
  'udp',
  'dns',
  'http',
  'undici',
  'http2',
  'tls',
  'child-process',
  'worker',
  'native',
] as const

/** The name of a door out. */
export type ChannelName = (typeof channelNames)[number]

/**
 * What code tried to reach, not yet judged.
 *
 * Hosts and addresses are canonical (see `canonicalHost`). An attempt on a unix socket has `unixPath` and no host; one to
 * start a program has `program`; every other one has a host.
 */
export interface Attempt {
  readonly channel: ChannelName
  /** Canonical host as asked for: a name, or an address when the code used one. */
  readonly host?: string | undefined
  readonly port?: number | undefined
  /** Canonical numeric address that the kernel would be called with, where it is known. */
  readonly address?: string | undefined
  /**
   * The names this attempt may be allowed by: the host itself before DNS, afterwards only names that DNS gave this
   * address for. A custom `lookup` that invents an address leaves it empty, so that a name alone cannot vouch for it.
   */
  readonly names?: readonly string[] | undefined
  /** True when this process, its workers or its guarded children listen at the destination. */
  readonly own?: boolean | undefined
  readonly unixPath?: string | undefined
  /** Where a request is seen: method in upper case, and its URL without user information, query and fragment. */
  readonly method?: string | undefined
  readonly url?: RequestUrl | undefined
  /** The proxy between, as `host:port`, when this attempt is the target behind it. */
  readonly proxy?: string | undefined
  /** File and arguments, for an attempt to start a program. */
  readonly program?: AttemptedProgram | undefined
  /** The native addon about to load; for a connection that native code made, those that may have made it. */
  readonly addons?: readonly string[] | undefined
  /** The destination as the code wrote it, for evidence. */
  readonly raw: string
}

/** A program about to start. */
export interface AttemptedProgram {
  readonly file: string
  readonly args: readonly string[]
  /** The programs in it that might reach out: itself, or the commands of a shell. None where all are guarded or harmless. */
  readonly foreign?: readonly string[] | undefined
}

/** A request's URL in parts; `path` is normalised as WHATWG URL does and holds no query. */
export interface RequestUrl {
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly path: string
  /** The path as it is on the wire, where that differs: a server that does not normalise reads this one. */
  readonly sent?: string | undefined
}
