import { queueMicro } from '../node/real-time.ts'
import type { Operation } from './operation.ts'

/** Between a client that says what it is about to connect for, and the socket that it then makes. */
export interface HandOver {
  /** Leaves an operation to the socket that the code further down this call stack is about to connect. */
  give(hosts: readonly string[], port: number | undefined, operation: Operation): void
  /** Takes it, when it is for this destination. */
  take(host: string, port: number | undefined): Operation | undefined
}

/** Creates an empty one. */
export function createHandOver(): HandOver {
  let next: { hosts: readonly string[]; port: number | undefined; operation: Operation } | undefined
  return {
    give: (hosts, port, operation) => {
      const given = (next = { hosts, port, operation })
      // The socket is made in this very turn, or it is another one.
      queueMicro(() => {
        if (next === given) next = undefined
      })
    },
    take: (host, port) => {
      if (!next?.hosts.includes(host) || next.port !== port) return undefined
      const { operation } = next
      next = undefined
      return operation
    },
  }
}
