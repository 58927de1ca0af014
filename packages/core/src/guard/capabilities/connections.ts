import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { HiddenProperty } from '../../objects/hidden-property.ts'
import type { Operation } from './operation.ts'

/** A connection that the guard allowed, or that was open before it. */
export interface Connection {
  readonly host: string
  readonly port: number | undefined
  readonly address: string | undefined
  readonly unixPath: string | undefined
  /** True when a server of the tests accepted it. It still leads there after that server stops listening. */
  readonly own?: boolean
  /** The targets behind it that a proxy was asked for, once they were allowed. */
  behind?: readonly Attempt[]
  /** The operations that allowed bytes on it, latest first. */
  passed?: readonly Operation[]
  /** Requests that undici sends on it, in order, until their bytes have left. Absent where it has sent none. */
  sending?: SendingRequest[]
}

/** A pending request, and how its head begins. */
export interface SendingRequest {
  readonly request: object
  readonly head: string
}

/** Maps a native handle to what it is connected to. */
export type Connections = HiddenProperty<Connection>
