import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Connection, Judge, Operation } from '../../capabilities/channel.ts'

/**
 * Judges a request on a connection that is already open, whoever opened it.
 *
 * Where the connection goes elsewhere than the request, it leads to a proxy: both are judged.
 */
export function decideOnOpenSocket(
  judge: Judge,
  operation: Operation,
  connection: Connection,
): EgressBlockedError | undefined {
  const { attempt, behind } = operation
  const { host, port, address, unixPath } = connection
  if (unixPath !== undefined) {
    const error = judge.decide({ ...attempt, channel: 'pipe', unixPath, host: undefined, port: undefined }, operation)
    return error ?? (behind && judge.decide(behind, operation))
  }
  const direct = (attempt.host === host || attempt.host === address) && attempt.port === port
  if (direct) {
    const error = judge.decide({ ...attempt, address }, operation)
    return error ?? (behind && judge.decide(behind, operation))
  }
  const proxy = `${host}:${port}`
  return (
    judge.decide({ channel: attempt.channel, host, port, address, raw: proxy }, operation) ??
    judge.decide({ ...attempt, proxy }, operation)
  )
}
