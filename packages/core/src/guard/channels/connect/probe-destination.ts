/**
 * An address reserved for documentation, which start-up checks connect to in vain.
 *
 * It is not a name: Node would test a name with its IPv6 regular expression, and compiling that takes longer than all
 * start-up checks together.
 */
export const probeDestination = { host: '192.0.2.1', port: 9 } as const
