import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Decide } from '../../capabilities/decide.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { behindProxy } from '../connect/behind-proxy.ts'
import { decideOnNamed } from '../connect/decide-on-named.ts'
import { isOwn } from '../connect/is-own.ts'

/**
 * Judges a request on a connection that is already open, whatever opened it.
 *
 * Where the connection leads elsewhere than the request, it leads to a proxy, and both are judged.
 */
export function decideOnOpenSocket(
  { decide, listeners }: Needs<'decide' | 'listeners'>,
  operation: Operation,
  connection: Connection,
): EgressBlockedError | undefined {
  const own = isOwn(connection, listeners)
  return decideOnEnds(decide, operation, connection, own) ?? (own ? undefined : decideOnNamed(decide, operation))
}

function decideOnEnds(
  decide: Decide,
  operation: Operation,
  connection: Connection,
  own: boolean,
): EgressBlockedError | undefined {
  const { attempt, behind } = operation
  const { host, port, address, unixPath } = connection
  if (unixPath !== undefined) {
    const error = decide({ ...attempt, channel: 'pipe', unixPath, host: undefined, port: undefined }, operation)
    return error ?? (behind && decide(behindProxy(behind, own), operation))
  }
  const direct = (attempt.host === host || attempt.host === address) && attempt.port === port
  if (direct) {
    const error = decide({ ...attempt, address }, operation)
    return error ?? (behind && decide(behindProxy(behind, own), operation))
  }
  const proxy = `${host}:${port}`
  return (
    decide({ channel: attempt.channel, host, port, address, raw: proxy }, operation) ??
    decide(behindProxy({ ...attempt, proxy }, own), operation)
  )
}
