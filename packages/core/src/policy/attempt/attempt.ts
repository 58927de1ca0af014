/** The channels that the guard watches. */
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

/** A way out of the process, such as `tcp` or `dns`. */
export type ChannelName = (typeof channelNames)[number]

/**
 * What code attempted to reach, before any decision. A predicate rule gets it as its argument.
 *
 * Hosts and addresses are canonical: lower case, no trailing dot, IDN in ASCII, addresses in their shortest form. An
 * attempt on a unix socket has `unixPath` and no host. An attempt to start a program has `program`. Every other attempt
 * to use the network has a host.
 */
export interface Attempt {
  /** The way out that the attempt took. */
  readonly channel: ChannelName
  /** The canonical host as the code asked for it: a name, or an address if it used one. */
  readonly host?: string | undefined
  /** The port. Undefined where none is known, as for most DNS lookups. */
  readonly port?: number | undefined
  /** The canonical address that the connection would go to, where it is known. */
  readonly address?: string | undefined
  /**
   * The names by which a rule may allow this attempt. Before a DNS lookup, the host itself. Afterwards, only names for
   * which DNS returned this address. A custom `lookup` that invents an address leaves it empty, so that a name alone
   * cannot allow the address.
   */
  readonly names?: readonly string[] | undefined
  /** Whether this process, its workers or its guarded children listen at the destination. */
  readonly own?: boolean | undefined
  /** The path of a unix socket, or the name of a Windows pipe. */
  readonly unixPath?: string | undefined
  /** The method in upper case. Set where a request is seen, and not only its connection. */
  readonly method?: string | undefined
  /** The URL of the request, without user information, query and fragment. */
  readonly url?: RequestUrl | undefined
  /** The proxy in between as `host:port`, when this attempt is the target behind it. */
  readonly proxy?: string | undefined
  /** The program, for an attempt to start one. */
  readonly program?: AttemptedProgram | undefined
  /** The native addon that is about to load. For a connection that native code made, the addons that may have made it. */
  readonly addons?: readonly string[] | undefined
  /** The destination as the code wrote it. */
  readonly raw: string
}

/** A program that is about to start. */
export interface AttemptedProgram {
  /** The program's name or path, as the caller gave it. */
  readonly file: string
  /** Its arguments, without its own name. */
  readonly args: readonly string[]
  /** The programs in it that might use the network: the program itself, or commands of a shell. Empty where all are guarded or harmless. */
  readonly foreign?: readonly string[] | undefined
}

/** The parts of a request's URL. */
export interface RequestUrl {
  /** The scheme without a colon, such as `https` or `wss`. */
  readonly scheme: string
  /** The canonical host. */
  readonly host: string
  /** The port, also where the URL leaves out the default. */
  readonly port: number
  /** The path, normalized as the URL standard does, without the query. */
  readonly path: string
  /** The path as sent, where it differs. A server that does not normalize paths reads this one. */
  readonly sent?: string | undefined
}
