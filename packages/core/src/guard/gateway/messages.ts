/** Where a program wants to go: by address, and by the name for which the agent made that address up. */
export interface Target {
  readonly name?: string | undefined
  readonly address: string
  readonly port: number
}

/** A program in the namespace. */
export interface Asker {
  readonly pid: number
  /** Its thread that connects, where that waits for the connection. */
  readonly thread?: number
  /** The programs that started it, the nearest first, up to the one that the guard started. */
  readonly starters: readonly number[]
  /** Its command line, then those of the programs that started it, up to the one that the guard started. */
  readonly commands: readonly (readonly string[])[]
  /** What the guard left in its environment, as it is there; nothing where a program has removed it. */
  readonly invitation?: string | undefined
}

/** An address and port where something listens. */
export interface Place {
  readonly address: string
  readonly port: number
}

/** What the agent in the namespace sends to the judge outside. A socket travels beside `arrived` and `dialled`. */
export type FromAgent =
  | { readonly kind: 'ready'; readonly net: string }
  /** A program looks a name up; `bare` is the name without a search domain of this system. */
  | { readonly kind: 'name'; readonly id: number; readonly name: string; readonly bare: string; readonly who?: Asker }
  /** A program is connecting, and waits for the verdict. */
  | { readonly kind: 'ask'; readonly id: number; readonly target: Target; readonly who?: Asker }
  /** A program has connected to a door that is open. */
  | { readonly kind: 'arrived'; readonly target: Target; readonly who?: Asker }
  | { readonly kind: 'opened'; readonly id: number }
  | { readonly kind: 'dialled'; readonly id: number; readonly problem?: string }
  /** The process that holds a view of the files. */
  | { readonly kind: 'shown'; readonly id: number; readonly pid: number; readonly problem?: string }
  /** All places where programs listen now. */
  | { readonly kind: 'listening'; readonly places: readonly Place[] }
  /** What the kernel stopped since the last time that no `ask` was for, and the programs that are running. */
  | { readonly kind: 'counted'; readonly id: number; readonly packets: number; readonly running: readonly Asker[] }

/** What the judge sends to the agent. */
export type FromJudge =
  /** The network is there; comes first. */
  | { readonly kind: 'begin' }
  /** The verdict on a name: ports are those that the rules allow for it. */
  | { readonly kind: 'named'; readonly id: number; readonly answer: NameAnswer; readonly ports: readonly number[] }
  | { readonly kind: 'verdict'; readonly id: number; readonly isAllowed: boolean }
  /** All doors that are to be open beside those that verdicts opened, and the loopback ports of others to watch. */
  | {
      readonly kind: 'open'
      readonly id: number
      readonly doors: readonly Place[]
      readonly watched: readonly number[]
    }
  | { readonly kind: 'dial'; readonly id: number; readonly place: Place }
  /** A view of the files in which these sockets are there, made by the program `unshare`. */
  | { readonly kind: 'show'; readonly id: number; readonly unshare: string; readonly sockets: readonly string[] }
  | { readonly kind: 'count'; readonly id: number }

/** How a name server answers: with an address, that the name does not exist, or that it failed. */
export type NameAnswer = 'found' | 'missing' | 'failed'
