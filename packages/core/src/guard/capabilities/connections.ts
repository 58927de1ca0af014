import type { HiddenProperty } from '../node/hidden-property.ts'

/** A connection that the guard let through, or that was open before it. */
export interface Connection {
  readonly host: string
  readonly port: number | undefined
  readonly address: string | undefined
  readonly unixPath: string | undefined
}

/** Native handle to what it is connected to. */
export type Connections = HiddenProperty<Connection>
