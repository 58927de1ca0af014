import type { ClientRequest } from 'node:http'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Operation } from '../../capabilities/operation.ts'

/** What a request asks for, begun when it is first seen. */
export function operationOf(
  { ownership, carriers }: Needs<'ownership' | 'carriers'>,
  request: ClientRequest,
  options?: unknown,
): Operation {
  const known = carriers.get(request)
  if (known) return known
  const { attempt, behind } = requestAttempts(partsOf(request, options))
  const socketPath: unknown = Reflect.get(request, 'socketPath')
  const isUnix = typeof socketPath === 'string' && socketPath !== ''
  const asked: Attempt = isUnix
    ? { channel: 'pipe', unixPath: socketPath, method: attempt.method, raw: socketPath }
    : attempt
  const operation = ownership.begin(asked, behind)
  carriers.set(request, operation)
  return operation
}

/** `options` of the agent hold the true destination; a request seen later only knows what it was made with. */
export function partsOf(request: ClientRequest, options: unknown): Parameters<typeof requestAttempts>[0] {
  const scheme = request.protocol === 'https:' ? 'https' : 'http'
  const given = typeof options === 'object' && options !== null ? (options as { host?: unknown; port?: unknown }) : {}
  const host = typeof given.host === 'string' ? given.host : request.host
  const port = Number(given.port ?? writtenPort(request) ?? (scheme === 'https' ? 443 : 80))
  return { channel: 'http', scheme, host, port, method: request.method, target: request.path }
}

function writtenPort(request: ClientRequest): string | undefined {
  return /:(\d+)$/.exec(String(request.getHeader('host') ?? ''))?.[1]
}
