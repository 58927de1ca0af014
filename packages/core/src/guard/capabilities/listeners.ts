/** Remembers what this process listens on. */
export interface Listeners {
  addTcp(handle: object): void
  addUdp(handle: object): void
  addPath(path: string, handle: object): void
  ownsTcp(address: string, port: number): boolean
  ownsPath(path: string): boolean
}
