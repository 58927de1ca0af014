import { createHiddenProperty } from '../../../objects/hidden-property.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { Ownership } from '../../capabilities/ownership.ts'

/** Requests that were made and not sent, by the host and port that their client will connect to. */
export interface WaitingRequests {
  add(connection: string, request: object, operation: Operation): void
  settle(request: object): void
  /** undici connects even when its only request was refused. That connection belongs to this operation. */
  refuse(connection: string, operation: Operation): void
  /** The request that a new connection is for: one of the current scope, or else the one that has waited longest. */
  pick(connection: string): Operation | undefined
}

/** How many destinations are remembered. */
const limit = 1000

/** Creates an empty list. */
export function createWaitingRequests({ isMine }: Pick<Ownership, 'isMine'>): WaitingRequests {
  const queues = new Map<string, Map<object, Operation>>()
  const connectionOf = createHiddenProperty<string>()
  const refused = new Map<string, Operation>()
  return {
    add: (connection, request, operation) => {
      const queue = queues.get(connection) ?? new Map<object, Operation>()
      queues.set(connection, queue.set(request, operation))
      connectionOf.set(request, connection)
    },
    settle: (request) => {
      const connection = connectionOf.get(request) ?? ''
      const queue = queues.get(connection)
      queue?.delete(request)
      // Most clients have one destination, and use it again.
      if (queue?.size === 0 && queues.size > limit) queues.delete(connection)
    },
    refuse: (connection, operation) => {
      if (refused.size >= limit) refused.delete(refused.keys().next().value ?? '')
      refused.set(connection, operation)
    },
    pick: (connection) => {
      const waiting = [...(queues.get(connection)?.values() ?? [])]
      const mine = waiting.find((operation) => isMine(operation)) ?? refused.get(connection)
      return mine && isMine(mine) ? mine : waiting[0]
    },
  }
}
