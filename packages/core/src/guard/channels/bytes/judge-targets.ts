import type { Socket } from 'node:net'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { namedTargets } from '../../../policy/attempt/named-target.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { Asked } from './request-reader.ts'

/**
 * Judges what code asks of a server or a proxy in bytes that it wrote itself, on a connection that leads there. A
 * granted tunnel is judged for every later writer too.
 */
export function judgeTargets(
  { ownership, decide, carriers }: Needs<'ownership' | 'decide' | 'carriers'>,
  connection: Connection,
  socket: Socket | undefined,
  targets: readonly Asked[],
): EgressBlockedError | undefined {
  const opening = socket && carriers.get(socket)
  const scheme = socket && Reflect.get(socket, 'encrypted') === true ? 'https' : 'http'
  for (const target of targets) {
    for (const attempt of attemptsAt(target, scheme, connection)) {
      // Proxy agents connect on behalf of a request, which was judged with its URL then.
      if (opening && ownership.holds(opening) && isPartOf(opening, attempt)) continue
      const operation = ownership.begin(attempt, undefined, opening)
      const error = decide(attempt, operation)
      if (error) return error
      // Only a tunnel continues to its target. A request ends with its response.
      if (attempt.url) continue
      connection.behind = [...(connection.behind ?? []), attempt]
      connection.passed = connection.passed?.filter((passed) => ownership.holds(passed)) ?? []
    }
  }
  return undefined
}

function attemptsAt(target: Asked, scheme: string, connection: Connection): readonly Attempt[] {
  const { host, port, unixPath, behind = [] } = connection
  const last = behind.at(-1)
  const via = last ? `${last.host}:${last.port}` : (unixPath ?? `${host}:${port}`)
  if (target.kind === 'socks') {
    const { host: raw, port: at } = target
    return [{ channel: 'tcp', host: canonicalHost(raw), port: at, proxy: via, raw: `${raw}:${at}` }]
  }
  const { method, target: asked, host: named } = target
  const at = { host: last?.host ?? host, port: last?.port ?? port ?? 0 }
  const { attempt, behind: beyond } = requestAttempts({ channel: 'tcp', scheme, ...at, method, target: asked })
  if (beyond) return [{ ...beyond, proxy: via }]
  // The path alone identifies a server on a unix socket.
  if (unixPath !== undefined && !last) return []
  if (named !== undefined) return namedTargets(attempt, [named])
  return [{ ...attempt, address: last ? undefined : connection.address, ...(last && { proxy: via }) }]
}

/** Whether it is the target of a tunnel, or a request that its client was judged for. */
function isPartOf({ attempt, behind }: Operation, { host, port, url, method }: Attempt): boolean {
  return [attempt, behind].some((one) => {
    if (one?.host !== host || one?.port !== port) return false
    return !url || (one?.method === method && one?.url?.path === url.path && one?.url.sent === url.sent)
  })
}
