import type { Socket } from 'node:net'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { ProxyTarget } from './proxy-reader.ts'

/**
 * Judges what code asks of a proxy in its own words, on a connection that leads there. What it gets through is judged for every later
 * writer too.
 */
export function judgeTargets(
  { ownership, decide, carriers }: Needs<'ownership' | 'decide' | 'carriers'>,
  connection: Connection,
  socket: Socket | undefined,
  targets: readonly ProxyTarget[],
): EgressBlockedError | undefined {
  const opening = socket && carriers.get(socket)
  for (const target of targets) {
    const attempt = attemptAt(target, connection)
    // Agents for proxies connect on behalf of a request, which was judged with its URL when it did.
    if (opening && ownership.holds(opening) && isPartOf(opening, attempt)) continue
    const operation = ownership.begin(attempt, undefined, opening)
    const error = decide(attempt, operation)
    if (error) return error
    // Only a tunnel leads on to its target; a request in absolute form is over with its answer.
    if (attempt.url) continue
    connection.behind = [...(connection.behind ?? []), attempt]
    connection.passed = connection.passed?.filter((passed) => ownership.holds(passed)) ?? []
  }
  return undefined
}

function attemptAt(target: ProxyTarget, { host, port, unixPath, behind = [] }: Connection): Attempt {
  const last = behind.at(-1)
  const via = last ? `${last.host}:${last.port}` : (unixPath ?? `${host}:${port}`)
  if (target.kind === 'socks') {
    const { host: raw, port: at } = target
    return { channel: 'tcp', host: canonicalHost(raw), port: at, proxy: via, raw: `${raw}:${at}` }
  }
  const { method, target: asked } = target
  const parts = { channel: 'tcp', scheme: 'http', host, port: port ?? 0, method, target: asked } as const
  const { attempt, behind: beyond } = requestAttempts(parts)
  return { ...(beyond ?? attempt), proxy: via }
}

function isPartOf({ attempt, behind }: Operation, { host, port }: Attempt): boolean {
  return [attempt, behind].some((one) => one !== undefined && one.host === host && one.port === port)
}
