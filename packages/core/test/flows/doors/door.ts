import type { FarServer } from '../far/start-far.ts'

/** One way of code to reach a server: a client, and a style to call it in. */
export interface Door {
  readonly name: string
  readonly server: FarServer
  /** What a block shows its caller: our error, our error as a cause of the client's, nothing, or it depends on the address. */
  readonly shows: 'error' | 'cause' | 'nothing' | 'any'
  /** Takes addresses only, as the kernel does. */
  readonly numeric?: true
  /** No hook sees the caller on the stack: the block holds, but its evidence may lack the line, and the port of a name. */
  readonly blind?: boolean
  /** Goes to the target on its own connection, and resolves when all is over, whatever the outcome. */
  knock(target: Target): Promise<Outcome>
}

export interface Target {
  /** As code writes it in a call. */
  readonly host: string
  /** As code writes it in a URL. */
  readonly urlHost: string
  readonly port: number
}

/** All that the caller can see. */
export interface Outcome {
  readonly events: readonly string[]
  readonly error?: unknown
}

/** The outcome of a call that resolves to something describable, or rejects. */
export async function outcomeOf(call: () => unknown): Promise<Outcome> {
  try {
    return { events: [JSON.stringify(await call())] }
  } catch (error) {
    return { events: [], error }
  }
}
