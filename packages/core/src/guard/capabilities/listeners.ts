/** Remembers what this process listens on. */
export interface Listeners {
  addTcp(handle: object, only6?: boolean): void
  addUdp(handle: object, only6?: boolean): void
  addPath(path: string, handle: object): void
  ownsTcp(address: string, port: number): boolean
  ownsPath(path: string): boolean
}
