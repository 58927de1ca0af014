import type { Attempt, ChannelName, RequestUrl } from '../../policy/attempt/attempt.ts'
import type { Phase } from '../../evidence/record/evidence.ts'
import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import type { HiddenProperty } from '../node/hidden-property.ts'
import type { Restore } from '../node/replace-property.ts'

/** One door out: it calls the judge before the kernel is called, and undoes itself. */
export interface Channel {
  readonly name: string
  install(judge: Judge): Restore
  /** Makes one attempt on a reserved address that the judge must see at once; nothing may leave. */
  readonly probe?: Probe
}

/** A start-up check: it can be made, and matters, once a builtin module is loaded. */
export interface Probe {
  readonly module: string
  /** What the attempt is to be recorded as: gates further down would see it too. */
  readonly channel: ChannelName
  attempt(): void
}

/**
 * One thing the code asked for, from the call to the last gate it passes: a look-up, a connection and a request of the
 * same operation are recorded once, for the one who asked.
 */
export interface Operation {
  readonly attempt: Attempt
  /** The target behind a proxy, judged beside the proxy. */
  readonly behind?: Attempt | undefined
}

/** A connection that the guard let through, or that was open before it. */
export interface Connection {
  readonly host: string
  readonly port: number | undefined
  readonly address: string | undefined
  readonly unixPath: string | undefined
}

/** How a child process or a worker thread joins the scope of its starter. */
export interface ChildEquipment {
  /** Absolute path of the module to load first. */
  readonly preload: string
  readonly ticket: string
  /** The caller's stack, which is below that of whatever the child attempts. */
  readonly stack: string
  /** When the caller was running. */
  readonly phase: Phase
}

/** All that a channel knows of the guard. */
export interface Judge {
  /**
   * The owner of what is happening now; captures the stack when the attempt would not be let through. Where the same
   * owner began `partOf`, what both reach is recorded once.
   */
  begin(attempt: Attempt, behind?: Attempt, partOf?: Operation): Operation
  /** The operation that the code further up this very call stack began, if any. */
  current(): Operation | undefined
  /** True when the scope of what is happening now began it. */
  isMine(operation: Operation): boolean
  /** Ties an operation to the socket or request that carries it on. */
  attach(carrier: object, operation: Operation): void
  operationOf(carrier: object): Operation | undefined
  /** Hands an operation to the socket that the code further down this call stack is about to connect. */
  expect(hosts: readonly string[], port: number | undefined, operation: Operation): void
  /** Takes it, when it is for this destination. */
  expected(host: string, port: number | undefined): Operation | undefined
  /** Runs `fn` as part of an operation, in the scope of the one who asked for it. */
  run<T>(operation: Operation, fn: () => T): T
  /** Like `run`, and also what `fn` starts is part of the operation, where that is refused: for datagrams. */
  carry<T>(operation: Operation, fn: () => T): T
  carried(): Operation | undefined
  /** Judges, records, and returns the error to fail with, or nothing when the attempt passes. */
  decide(attempt: Attempt, operation: Operation): EgressBlockedError | undefined
  /** What makes a child process or worker thread join the scope of its starter; nothing where that is not guarded. */
  equip(attempt: Attempt, operation: Operation): ChildEquipment | { readonly error: EgressBlockedError } | undefined
  /** What has to stand before a program so that it cannot reach out; nothing where it may run as it is. */
  isolate(
    attempt: Attempt,
    operation: Operation,
    ticket: string,
  ): readonly string[] | { readonly error: EgressBlockedError } | undefined
  /** Runs `fn` in the scope of code that no other scope started. */
  outside<T>(fn: () => T): T
  /** Records that a child process or worker thread cannot be guarded, for `problem`; nothing where it need not be. */
  refuse(attempt: Attempt, operation: Operation, problem: string): EgressBlockedError | undefined
  /** True where somebody else has replaced how sockets connect, as libraries do that answer in a server's place. */
  hasSocketMock(): boolean
  /** Remembers what DNS answered for a name. */
  answered(operation: Operation, host: string, addresses: readonly string[]): void
  /** Remembers that the answer to a request points elsewhere. */
  redirected(operation: Operation, from: RequestUrl, to: string): void
  /** Remembers what this process listens on. */
  readonly listeners: {
    addTcp(handle: object): void
    addUdp(handle: object): void
    addPath(path: string, handle: object): void
  }
  /** What native code might do, and what must not be taken for that. */
  readonly native: {
    /** Looks for addons that are loaded already. */
    start(): void
    /** An addon is about to be loaded. */
    loading(path: string): void
    /** A native handle whose socket JavaScript opened or accepted. */
    opened(handle: unknown): void
    /** Another thread of this process. */
    shared(thread: unknown): void
    /** This process is about to become another program: tells what it has recorded; false where nobody would hear. */
    leaving(): boolean
    /** Look-ups of resolvers that began, less those that ended. */
    lookups(change: 1 | -1): void
  }
  /** Native handle to what it is connected to. */
  readonly connections: HiddenProperty<Connection>
}
