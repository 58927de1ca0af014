import type { LookupFunction } from 'node:net'

/** Connecting by an address waits for the next tick; a `lookup` that answers at once reaches the handle in this very call. */
const lookup: LookupFunction = (_host, _options, done) => done(null, '192.0.2.1', 4)

/** An address reserved for documentation, reached synchronously: what start-up checks connect to, in vain. */
export const probeDestination: {
  readonly host: string
  readonly port: number
  readonly autoSelectFamily: boolean
  readonly lookup: LookupFunction
} = { host: 'probe.invalid', port: 9, autoSelectFamily: false, lookup }
