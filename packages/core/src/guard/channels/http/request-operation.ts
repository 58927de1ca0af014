import type { ClientRequest } from 'node:http'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { requestScheme } from '../../../policy/attempt/request-scheme.ts'
import { requestAttempts } from '../../../policy/attempt/request-target.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Operation } from '../../capabilities/operation.ts'

/** The operation of a request, begun when the request is first seen. */
export function operationOf(
  { ownership, carriers }: Needs<'ownership' | 'carriers'>,
  request: ClientRequest,
  ...options: readonly unknown[]
): Operation {
  const known = carriers.get(request)
  if (known) return known
  const { attempt, behind } = requestAttempts(partsOf(request, ...options))
  const socketPath: unknown = Reflect.get(request, 'socketPath')
  const isUnix = typeof socketPath === 'string' && socketPath !== ''
  const asked: Attempt = isUnix
    ? { channel: 'pipe', unixPath: socketPath, method: attempt.method, raw: socketPath }
    : attempt
  const operation = ownership.begin(asked, behind)
  carriers.set(request, operation)
  return operation
}

/**
 * The agent's `options`, or host and port in its older form, hold the true destination. A request seen later only knows
 * what it was made with. Agents accept any object with the methods that they call, so every part may be missing.
 */
export function partsOf(
  request: Partial<ClientRequest>,
  ...options: readonly unknown[]
): Parameters<typeof requestAttempts>[0] {
  const first = options[0]
  const second = options[1]
  const { protocol, host: made = 'localhost', method = 'GET', path = '/' } = request
  const isSecure = protocol === 'https:'
  const given = typeof first === 'object' && first !== null ? (first as { host?: unknown; port?: unknown }) : {}
  const { host = first, port = second } = given
  return {
    channel: 'http',
    scheme: requestScheme(isSecure, request.getHeader?.('upgrade')),
    host: typeof host === 'string' ? host : made,
    port: Number(port ?? writtenPort(request) ?? (isSecure ? 443 : 80)),
    method,
    target: path,
  }
}

function writtenPort(request: Partial<ClientRequest>): string | undefined {
  return /:(\d+)$/.exec(String(request.getHeader?.('host') ?? ''))?.[1]
}
