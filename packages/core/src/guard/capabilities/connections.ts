import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { HiddenProperty } from '../node/hidden-property.ts'
import type { Operation } from './operation.ts'

/** A connection that the guard let through, or that was open before it. */
export interface Connection {
  readonly host: string
  readonly port: number | undefined
  readonly address: string | undefined
  readonly unixPath: string | undefined
  /** True when a listener of the tests took it: it leads there still when that no longer listens. */
  readonly own?: boolean
  /** The targets behind it that a proxy was asked for, once they were let through. */
  behind?: readonly Attempt[]
  /** What let bytes pass on it, the latest first. */
  passed?: readonly Operation[]
  /** Requests that undici sends on it, the first one first, until their bytes have left; absent where it has sent none. */
  sending?: SendingRequest[]
}

/** A request on its way, and how its head begins. */
export interface SendingRequest {
  readonly request: object
  readonly head: string
}

/** Native handle to what it is connected to. */
export type Connections = HiddenProperty<Connection>
