import { isAddress } from '../../../policy/attempt/address.ts'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { UV_EACCES } from '../../../evidence/errors/errno-error.ts'
import { builtins } from '../../node/builtins.ts'
import { symbolOrKey, withHandle, type SendRequest, type UdpHandle } from '../../patch/native-handles.ts'
import { nextTick } from '../../node/real-time.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Connections } from '../../capabilities/connections.ts'
import type { Ownership } from '../../capabilities/ownership.ts'
import { isOnly6 } from './is-only6.ts'
import { keepDatagramCaller } from './keep-datagram-caller.ts'
import { serveOthers } from './serve-others.ts'
import { apply } from '../../node/originals.ts'

/** Datagrams: every `send`, `connect` and multicast membership, on the native handle. */
export const udp: Channel = {
  name: 'udp',
  install: (needs) =>
    restoreAll([
      withHandle('udp', (handle) => restoreAll(gates(needs, handle))),
      whenLoaded('dgram', () =>
        restoreAll([keepDatagramCaller(needs.ownership, 'send'), keepDatagramCaller(needs.ownership, 'connect')]),
      ),
    ]),
  probe: {
    module: 'dgram',
    channel: 'udp',
    attempt: () => {
      // Without its own `lookup`, Node 22 would load `dns` for this.
      const socket = builtins.dgram.createSocket({ type: 'udp4', lookup: () => {} }).on('error', () => {})
      const state = symbolOrKey(socket, 'state symbol')
      const handle = typeof state === 'object' && state !== null ? symbolOrKey(state, 'handle') : undefined
      ;(handle as UdpHandle).connect('192.0.2.1', 9)
      socket.close()
    },
  },
}

type GateNeeds = Needs<'ownership' | 'decide' | 'connections'>

function gates(needs: GateNeeds & BindNeeds, handle: UdpHandle): Restore[] {
  return [
    gateSend(needs, handle, 'send'),
    gateSend(needs, handle, 'send6'),
    gateConnect(needs, handle, 'connect'),
    gateConnect(needs, handle, 'connect6'),
    gateMembership(needs, handle, 'addMembership', 0),
    gateMembership(needs, handle, 'addSourceSpecificMembership', 1),
    noteBound(needs, handle, 'bind'),
    noteBound(needs, handle, 'bind6'),
    replaceProperty(handle, 'recvStart', (receive) => {
      return function (this: UdpHandle): number {
        serveOthers(needs.ownership, this, 'onmessage')
        return receive.call(this)
      }
    }),
  ]
}

function gateSend(needs: GateNeeds, prototype: UdpHandle, key: 'send' | 'send6'): Restore {
  return replaceProperty(
    prototype,
    key,
    (send) =>
      // A connected socket passes (request, list, count, hasCallback). Any other passes port and address before the last.
      function (this: UdpHandle, request: SendRequest, list, count, port, address, hasCallback): number {
        const connected = typeof port === 'boolean'
        const attempt = connected ? attemptAtPeer(needs.connections, this) : attemptAt(String(address), Number(port))
        const error = decideDatagram(needs, attempt)
        // The number of arguments selects the variant of the native call.
        if (!error && connected) return apply(send, this, [request, list, count, port])
        if (!error) return apply(send, this, [request, list, count, port, address, hasCallback])
        if (connected ? port : hasCallback) nextTick(() => request.callback?.(error))
        return 0
      },
  )
}

function gateConnect(needs: GateNeeds, prototype: UdpHandle, key: 'connect' | 'connect6'): Restore {
  return replaceProperty(
    prototype,
    key,
    (connect) =>
      function (this: UdpHandle, address: string, port: number): number {
        const attempt = attemptAt(address, port)
        if (decideDatagram(needs, attempt)) return UV_EACCES
        const { host = '' } = named(needs.ownership, attempt)
        needs.connections.set(this, { host, port, address: attempt.address, unixPath: undefined })
        return apply(connect, this, [address, port])
      },
  )
}

function gateMembership(
  needs: DecideNeeds,
  prototype: UdpHandle,
  key: 'addMembership' | 'addSourceSpecificMembership',
  groupAt: 0 | 1,
): Restore {
  return replaceProperty(
    prototype,
    key,
    (join: (...args: string[]) => number) =>
      function (this: UdpHandle, ...args: string[]): number {
        if (decideDatagram(needs, attemptAt(args[groupAt] ?? '', undefined))) return UV_EACCES
        return apply(join, this, args)
      },
  )
}

type BindNeeds = Needs<'listeners' | 'nativeNotes'>

function noteBound({ listeners, nativeNotes }: BindNeeds, prototype: UdpHandle, key: 'bind' | 'bind6'): Restore {
  return replaceProperty(
    prototype,
    key,
    (bind) =>
      function (this: UdpHandle, address: string, port: number, flags?: number): number {
        const status = apply(bind, this, [address, port, flags])
        if (status === 0) listeners.addUdp(this, key === 'bind6' && isOnly6(flags))
        nativeNotes.opened(this)
        return status
      },
  )
}

type DecideNeeds = Needs<'ownership' | 'decide'>

function decideDatagram({ ownership, decide }: DecideNeeds, attempt: Attempt): EgressBlockedError | undefined {
  const operation = ownership.carried() ?? ownership.begin(attempt)
  return decide(named(ownership, attempt), operation)
}

/** If the caller used a name, it is the host here, and the handle is called with its address. */
function named(ownership: Ownership, attempt: Attempt): Attempt {
  const asked = ownership.carried()?.attempt
  if (asked?.channel !== 'udp' || asked.port !== attempt.port || isAddress(asked.host ?? '') !== 0) return attempt
  return { ...asked, address: attempt.address }
}

function attemptAt(raw: string, port: number | undefined): Attempt {
  const address = canonicalHost(raw)
  return { channel: 'udp', host: address, port, address, raw: port === undefined ? raw : `${raw}:${port}` }
}

function attemptAtPeer(connections: Connections, handle: UdpHandle): Attempt {
  const known = connections.get(handle)
  if (known) return { channel: 'udp', ...known, raw: `${known.host}:${known.port}` }
  const out: { address?: string; port?: number } = {}
  handle.getpeername(out)
  return attemptAt(out.address ?? '', out.port)
}
