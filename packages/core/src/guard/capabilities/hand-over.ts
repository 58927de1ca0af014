import { queueMicro } from '../node/real-time.ts'
import type { Operation } from './operation.ts'

/** Passes an operation from a client to the socket that the client then creates. */
export interface HandOver {
  /** Leaves an operation to the socket that code further down this call stack is about to connect. */
  give(hosts: readonly string[], port: number | undefined, operation: Operation): void
  /** Takes the operation if it is for this destination. */
  take(host: string, port: number | undefined): Operation | undefined
}

/** Creates an empty hand-over. */
export function createHandOver(): HandOver {
  let next: { hosts: readonly string[]; port: number | undefined; operation: Operation } | undefined
  return {
    give: (hosts, port, operation) => {
      const given = (next = { hosts, port, operation })
      // A socket that is created after this turn is a different one.
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
