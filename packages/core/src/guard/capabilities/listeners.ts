/** Remembers what this process listens on. */
export interface Listeners {
  /** Notes a port that is bound and may listen soon. Until then, a connection to it fails as without the guard. */
  bindTcp(handle: object): void
  addTcp(handle: object, only6?: boolean): void
  addUdp(handle: object, only6?: boolean): void
  addPath(path: string, handle: object): void
  ownsTcp(address: string, port: number): boolean
  ownsTcpAtAny(addresses: readonly string[], port: number): boolean
  ownsPath(path: string): boolean
}
