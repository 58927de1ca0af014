import type { ChannelName } from '../../policy/attempt/attempt.ts'
import type { Restore } from '../patch/replace-property.ts'
import type { Carriers } from './carriers.ts'
import type { Children } from './children.ts'
import type { Connections } from './connections.ts'
import type { Decide } from './decide.ts'
import type { HandOver } from './hand-over.ts'
import type { Listeners } from './listeners.ts'
import type { NativeNotes } from './native-notes.ts'
import type { Notes } from './notes.ts'
import type { Ownership } from './ownership.ts'
import type { Unanswered } from './unanswered.ts'

/** One way out of the process. It decides before the kernel is called, and returns its undo. */
export interface Channel {
  readonly name: string
  /** Takes the capabilities that it uses, and passes on to its helpers those that they use. */
  install(capabilities: Capabilities): Restore
  /** Makes one attempt on a reserved address that must be seen at once. Nothing may leave. */
  readonly probe?: Probe
}

/** A start-up check. It becomes possible, and necessary, once a builtin module is loaded. */
export interface Probe {
  readonly module: string
  /** The channel under which the attempt must be recorded, since gates further down would see it too. */
  readonly channel: ChannelName
  attempt(): void
}

/** All that channels can use of the guard, each capability in its own file. */
export interface Capabilities {
  readonly ownership: Ownership
  readonly decide: Decide
  readonly carriers: Carriers
  readonly connections: Connections
  readonly handOver: HandOver
  readonly children: Children
  readonly notes: Notes
  readonly listeners: Listeners
  readonly nativeNotes: NativeNotes
  readonly unanswered: Unanswered
  /** True where other code has replaced how sockets connect, as libraries do that answer instead of a server. */
  readonly hasSocketMock: () => boolean
}

/** The capabilities that a helper of a channel uses. */
export type Needs<K extends keyof Capabilities> = Pick<Capabilities, K>
