import type { Socket } from 'node:net'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { symbolOrKey, withHandle, type ConnectRequest, type TcpHandle } from '../../patch/native-handles.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { runWithTicks } from '../../patch/run-with-ticks.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Decide } from '../../capabilities/decide.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { behindProxy } from './behind-proxy.ts'
import { decideOnNamed } from './decide-on-named.ts'
import { isOnly6 } from './is-only6.ts'
import { connectAgain, isMarked } from './busy-handle.ts'
import { failConnectLater } from './fail-connect-later.ts'
import { probeDestination } from './probe-destination.ts'
import { serveOthers } from './serve-others.ts'
import { apply } from '../../node/originals.ts'

/** TCP connections, and everything above them. The gate is the native handle, so references captured earlier do not bypass it. */
export const tcp: Channel = {
  name: 'tcp',
  install: (needs) =>
    withHandle('tcp', (handle) =>
      restoreAll([gate(needs, handle, 'connect'), gate(needs, handle, 'connect6'), noteListening(needs, handle)]),
    ),
  probe: {
    module: 'net',
    channel: 'tcp',
    attempt: () => {
      const socket = new builtins.net.Socket().on('error', () => {})
      runWithTicks(() => void socket.connect({ ...probeDestination }))
      socket.destroy()
    },
  },
}

type GateNeeds = Needs<'ownership' | 'decide' | 'carriers' | 'connections' | 'listeners' | 'nativeNotes' | 'unanswered'>

function gate(
  { ownership, decide, carriers, connections, listeners, nativeNotes, unanswered }: GateNeeds,
  prototype: TcpHandle,
  key: 'connect' | 'connect6',
): Restore {
  return replaceProperty(
    prototype,
    key,
    (connect) =>
      function (this: TcpHandle, request: ConnectRequest, address: string, port: number): number {
        const socket = ownerOf(this)
        const attempt = attemptOf(socket, address, port)
        const known = (socket && carriers.get(socket)) ?? ownership.current()
        const operation = known ?? unanswered.take(attempt.host, port) ?? ownership.begin(attempt)
        const { host = '', address: canonical = '' } = attempt
        const own = listeners.ownsTcp(canonical, port)
        const error = decideAllEnds(decide, attempt, operation, own)
        const again = (): number => apply(connect, this, [request, address, port])
        if (isMarked(this) || (error && connections.get(this))) return connectAgain(this, again)
        if (error) return failConnectLater(this, request, socket, error)
        connections.set(this, { host, port, address: canonical, unixPath: undefined, own, passed: [operation] })
        nativeNotes.opened(this)
        return again()
      },
  )
}

/** A connection that leads elsewhere than its request leads to a proxy. Both ends are judged before it is made. */
function decideAllEnds(
  decide: Decide,
  attempt: Attempt,
  operation: Operation,
  own: boolean,
): EgressBlockedError | undefined {
  const { attempt: asked, behind } = operation
  const sameHost = asked.host === attempt.host || asked.host === attempt.address
  const direct = sameHost && asked.port === attempt.port
  const target = direct || !asked.url ? behind : { ...asked, proxy: `${attempt.host}:${attempt.port}` }
  const error = decide(direct ? { ...asked, address: attempt.address } : attempt, operation)
  return (
    error ??
    (target && decide(behindProxy(target, own), operation)) ??
    (own ? undefined : decideOnNamed(decide, operation))
  )
}

function attemptOf(socket: Socket | undefined, address: string, port: number): Attempt {
  const asked: unknown = socket && Reflect.get(socket, '_host')
  const canonical = canonicalHost(address)
  const host = typeof asked === 'string' && asked !== '' ? canonicalHost(asked) : canonical
  return { channel: 'tcp', host, port, address: canonical, raw: `${host}:${port}` }
}

function noteListening({ listeners, ownership }: Needs<'listeners' | 'ownership'>, prototype: TcpHandle): Restore {
  const only6 = new WeakSet<TcpHandle>()
  return restoreAll([
    replaceProperty(prototype, 'bind', (bind) => {
      return function (this: TcpHandle, address: string, port: number, flags?: number): number {
        const status = apply(bind, this, [address, port, flags])
        if (status === 0) listeners.bindTcp(this)
        return status
      }
    }),
    replaceProperty(prototype, 'bind6', (bind) => {
      return function (this: TcpHandle, address: string, port: number, flags?: number): number {
        if (isOnly6(flags)) only6.add(this)
        const status = apply(bind, this, [address, port, flags])
        if (status === 0) listeners.bindTcp(this)
        return status
      }
    }),
    replaceProperty(prototype, 'listen', (listen) => {
      return function (this: TcpHandle, backlog: number): number {
        serveOthers(ownership, this, 'onconnection')
        const status = apply(listen, this, [backlog])
        if (status === 0) listeners.addTcp(this, only6.has(this))
        return status
      }
    }),
  ])
}

/** The socket on top of a native handle. A TLS socket owns the TCP handle below its own. */
function ownerOf(handle: object): Socket | undefined {
  const owner = symbolOrKey(handle, 'owner_symbol')
  return owner instanceof builtins.net.Socket ? owner : undefined
}
