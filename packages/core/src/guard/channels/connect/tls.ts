import type { TLSSocket } from 'node:tls'
import { isLoopback } from '../../../policy/attempt/address.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { type TlsWrap, withTls } from '../../patch/native-bindings.ts'
import { symbolOrKey } from '../../patch/native-handles.ts'
import { replaceProperty } from '../../patch/replace-property.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import { connectionOf } from './connection-of.ts'
import { isOwn } from './is-own.ts'
import { refuseTls } from './refuse-tls.ts'
import { apply } from '../../node/originals.ts'

/**
 * The server name of TLS over a socket that other code connected. Behind SOCKS, or a hand-written CONNECT, only this
 * name shows the target.
 */
export const tls: Channel = {
  name: 'tls',
  install: (needs) =>
    withTls((tlsWrap) =>
      replaceProperty(tlsWrap, 'setServername', (setServername) => {
        return function (this: TlsWrap, name: string): void {
          const socket = symbolOrKey(this, 'owner_symbol') as TLSSocket | undefined
          const error = socket && decideServerName(needs, socket, canonicalHost(name))
          if (socket && error) refuseTls(this, socket, error)
          return apply(setServername, this, [name])
        }
      }),
    ),
}

type NameNeeds = Needs<'ownership' | 'decide' | 'carriers' | 'connections' | 'listeners'>

function decideServerName(
  { ownership, decide, carriers, connections, listeners }: NameNeeds,
  socket: TLSSocket,
  host: string,
): EgressBlockedError | undefined {
  const wrapped: unknown = Reflect.get(socket, '_parent')
  if (typeof wrapped !== 'object' || wrapped === null) return undefined
  const connection = connectionOf(connections, wrapped)
  if (!connection || connection.host === host || (isLoopback(host) && isLoopback(connection.host))) return undefined
  // A server of the test that upgrades to TLS (STARTTLS) may have any name. What code asks of it as a proxy is judged by its bytes.
  if (isOwn(connection, listeners)) return undefined
  const proxy = connection.unixPath ?? `${connection.host}:${connection.port}`
  const attempt = { channel: 'tls', host, proxy, raw: host } as const
  const operation = carriers.get(wrapped)
  return decide(attempt, operation?.attempt.host === host ? operation : ownership.begin(attempt))
}
