import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Operation } from './operation.ts'
import type { Ownership } from './ownership.ts'

/**
 * Requests on sockets that the guard does not know. A mocking library answers them, or sends them on a socket of its own,
 * in a later turn and in any context.
 */
export interface Unanswered {
  add(operation: Operation): void
  /** The request was answered, or failed. */
  settle(operation: Operation | undefined): void
  /** The request that a DNS lookup is for: the oldest of the current scope to this host. */
  find(host: string): Operation | undefined
  /** The request that a new socket is for. Another socket is for the next one. */
  take(host: string | undefined, port: number | undefined): Operation | undefined
}

/** More are pending at once only where a library never answers. */
const limit = 100

/** Creates an empty list. */
export function createUnanswered({ isMine }: Pick<Ownership, 'isMine'>): Unanswered {
  const pending = new Set<Operation>()
  const oldest = (isFor: (attempt: Attempt) => boolean): Operation | undefined =>
    pending.size === 0 ? undefined : [...pending].find((one) => isFor(one.attempt) && isMine(one))
  return {
    add: (operation) => {
      const [first] = pending
      if (first && pending.size >= limit) pending.delete(first)
      pending.add(operation)
    },
    settle: (operation) => {
      if (operation) pending.delete(operation)
    },
    find: (host) => oldest((attempt) => attempt.host === host),
    take: (host, port) => {
      const found = oldest((attempt) => attempt.host === host && attempt.port === port)
      if (found) pending.delete(found)
      return found
    },
  }
}
