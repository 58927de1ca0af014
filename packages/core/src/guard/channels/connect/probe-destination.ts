/**
 * An address reserved for documentation: what start-up checks connect to, in vain.
 *
 * It is no name, because Node asks a regular expression first whether a name is an IPv6 address, and to compile that takes longer
 * than all start-up checks together.
 */
export const probeDestination = { host: '192.0.2.1', port: 9 } as const
