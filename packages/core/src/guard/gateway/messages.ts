/** Where a program connects to: an address and, where the agent made that address up, its name. */
export interface Target {
  readonly name?: string | undefined
  readonly address: string
  readonly port: number
}

/** A program in the namespace. */
export interface Asker {
  readonly pid: number
  /** The thread that connects, where it waits for the connection. */
  readonly thread?: number
  /** The processes that started it, nearest first, up to the one that the guard started. */
  readonly starters: readonly number[]
  /** Its command line, then those of its starters, up to the one that the guard started. */
  readonly commands: readonly (readonly string[])[]
  /** The guard's invitation in its environment. Undefined where a program has removed it. */
  readonly invitation?: string | undefined
}

/** An address and port where something listens. */
export interface Place {
  readonly address: string
  readonly port: number
}

/** Messages from the agent in the namespace to the judge outside. `arrived` and `dialled` come with a socket. */
export type FromAgent =
  | { readonly kind: 'ready'; readonly net: string }
  /** A program resolves a name. `bare` is the name without a search domain of this system. */
  | { readonly kind: 'name'; readonly id: number; readonly name: string; readonly bare: string; readonly who?: Asker }
  /** A program is connecting, and waits for the verdict. */
  | { readonly kind: 'ask'; readonly id: number; readonly target: Target; readonly who?: Asker }
  /** A program has connected to an open door. */
  | { readonly kind: 'arrived'; readonly target: Target; readonly who?: Asker }
  | { readonly kind: 'opened'; readonly id: number }
  | { readonly kind: 'dialled'; readonly id: number; readonly problem?: string }
  /** The process that holds a view of the files. */
  | { readonly kind: 'shown'; readonly id: number; readonly pid: number; readonly problem?: string }
  /** All places where programs listen now. */
  | { readonly kind: 'listening'; readonly places: readonly Place[] }
  /** How much the kernel stopped without an `ask` since the last time, and the programs that are running. */
  | { readonly kind: 'counted'; readonly id: number; readonly packets: number; readonly running: readonly Asker[] }

/** Messages from the judge to the agent. */
export type FromJudge =
  /** The network is ready. Always the first message, with the first ports to watch. */
  | { readonly kind: 'begin'; readonly watched: readonly number[] }
  /** The verdict on a name. `ports` are those that the rules allow for it. */
  | { readonly kind: 'named'; readonly id: number; readonly answer: NameAnswer; readonly ports: readonly number[] }
  | { readonly kind: 'verdict'; readonly id: number; readonly isAllowed: boolean }
  /** All doors to open besides those that verdicts opened, and the loopback ports of other servers to watch. */
  | {
      readonly kind: 'open'
      readonly id: number
      readonly doors: readonly Place[]
      readonly watched: readonly number[]
    }
  | { readonly kind: 'dial'; readonly id: number; readonly place: Place }
  /** A view of the files in which these sockets are visible, to be made with the program `unshare`. */
  | { readonly kind: 'show'; readonly id: number; readonly unshare: string; readonly sockets: readonly string[] }
  | { readonly kind: 'count'; readonly id: number }

/** How a name server answers: with an address, that the name does not exist, or that the query failed. */
export type NameAnswer = 'found' | 'missing' | 'failed'
