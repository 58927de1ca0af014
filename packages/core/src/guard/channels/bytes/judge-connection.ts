import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'

/** The verdict on a connection for the current writer, recorded once for each scope. */
export function judgeConnection(
  { ownership, decide }: Needs<'ownership' | 'decide'>,
  connection: Connection,
): EgressBlockedError | undefined {
  const { passed = [] } = connection
  if (passed[0] && ownership.holds(passed[0])) return undefined
  const attempt = attemptOn(connection)
  const partOf = passed.find((operation) => ownership.isMine(operation))
  const operation = ownership.begin(attempt, undefined, partOf)
  const { behind = [] } = connection
  const error = [attempt, ...behind].reduce<EgressBlockedError | undefined>(
    (found, one) => found ?? decide(one, operation),
    undefined,
  )
  if (!error) connection.passed = [operation, ...passed.filter((other) => other !== partOf)].slice(0, remembered)
  return error
}

/** Scopes remembered for one connection: more than usually take turns writing to it. */
const remembered = 8

/** The attempt that a write to a connection is. */
export function attemptOn({ host, port, address, unixPath, own }: Connection): Attempt {
  if (unixPath !== undefined) return { channel: 'pipe', unixPath, raw: unixPath, ...(own && { own }) }
  return { channel: 'tcp', host, port, address, raw: `${host}:${port}`, ...(own && { own }) }
}
