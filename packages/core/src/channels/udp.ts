import dgram from 'node:dgram'
import type { Attempt } from '../attempt/attempt.ts'
import { canonicalHost } from '../attempt/canonical-host.ts'
import { UV_EACCES } from '../errors/errno-error.ts'
import { findNativeHandles, symbolOrKey, type SendRequest, type UdpHandle } from '../patch/native-handles.ts'
import { nextTick } from '../patch/real-time.ts'
import { replaceProperty, type Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import type { Channel, Judge } from './channel.ts'

/** Datagrams: every `send`, `connect` and multicast membership, on the native handle. */
export const udp: Channel = {
  name: 'udp',
  install: (judge) => {
    const { udp: handle } = findNativeHandles()
    return restoreAll([
      gateSend(judge, handle, 'send'),
      gateSend(judge, handle, 'send6'),
      gateConnect(judge, handle, 'connect'),
      gateConnect(judge, handle, 'connect6'),
      gateMembership(judge, handle, 'addMembership', 0),
      gateMembership(judge, handle, 'addSourceSpecificMembership', 1),
      noteBound(judge, handle, 'bind'),
      noteBound(judge, handle, 'bind6'),
      keepSender(judge),
    ])
  },
  probe: () => {
    const socket = dgram.createSocket('udp4').on('error', () => {})
    const state = symbolOrKey(socket, 'state symbol')
    const handle = typeof state === 'object' && state !== null ? symbolOrKey(state, 'handle') : undefined
    ;(handle as UdpHandle).connect('192.0.2.1', 9)
    socket.close()
  },
}

function gateSend(judge: Judge, prototype: UdpHandle, key: 'send' | 'send6'): Restore {
  return replaceProperty(
    prototype,
    key,
    (send) =>
      // A connected socket passes (request, list, count, hasCallback); any other one has port and address before it.
      function (this: UdpHandle, request: SendRequest, list, count, ...rest): number {
        const [port, address, hasCallback] = rest
        const connected = typeof port === 'boolean'
        const peer = connected ? peerOf(judge, this) : { address: String(address), port: Number(port) }
        const error = decide(judge, peer.address, peer.port)
        if (!error) return send.call(this, request, list, count, ...rest)
        if (connected ? port : hasCallback) nextTick(() => request.callback?.(error))
        return 0
      },
  )
}

function gateConnect(judge: Judge, prototype: UdpHandle, key: 'connect' | 'connect6'): Restore {
  return replaceProperty(
    prototype,
    key,
    (connect) =>
      function (this: UdpHandle, address: string, port: number): number {
        if (decide(judge, address, port)) return UV_EACCES
        const host = canonicalHost(address)
        judge.connections.set(this, { host, port, address: host, unixPath: undefined })
        return connect.call(this, address, port)
      },
  )
}

function gateMembership(
  judge: Judge,
  prototype: UdpHandle,
  key: 'addMembership' | 'addSourceSpecificMembership',
  groupAt: 0 | 1,
): Restore {
  return replaceProperty(
    prototype,
    key,
    (join: (...args: string[]) => number) =>
      function (this: UdpHandle, ...args: string[]): number {
        if (decide(judge, args[groupAt] ?? '', undefined)) return UV_EACCES
        return Reflect.apply(join, this, args)
      },
  )
}

function noteBound(judge: Judge, prototype: UdpHandle, key: 'bind' | 'bind6'): Restore {
  return replaceProperty(
    prototype,
    key,
    (bind) =>
      function (this: UdpHandle, address: string, port: number, flags?: number): number {
        const status = bind.call(this, address, port, flags)
        if (status === 0) judge.listeners.addUdp(this)
        judge.native.opened(this)
        return status
      },
  )
}

/**
 * Notes the sender: at the handle its stack is gone, and a socket that is not bound yet queues its datagrams and sends
 * them in the context of whoever bound it.
 */
function keepSender(judge: Judge): Restore {
  return replaceProperty(dgram.Socket.prototype, 'send', (send) => {
    return function (this: dgram.Socket, ...args: unknown[]): void {
      const operation = judge.current() ?? judge.begin(sendAttempt(args))
      const before = queueOf(this)?.length ?? 0
      judge.carry(operation, () => Reflect.apply(send, this, args))
      const queue = queueOf(this)
      const last = queue && queue.length > before ? queue.at(-1) : undefined
      if (queue && last) queue[queue.length - 1] = () => judge.carry(operation, last)
    } as typeof send
  })
}

/** `send` takes (message, port, address) or (message, offset, length, port, address); connected sockets take neither. */
function sendAttempt(args: readonly unknown[]): Attempt {
  const [, first, second, third, fourth] = args
  const long = typeof second === 'number'
  const port = Number(long ? third : first)
  const raw = String((long ? fourth : second) ?? '127.0.0.1')
  return { channel: 'udp', host: canonicalHost(raw), port: Number.isInteger(port) ? port : undefined, raw }
}

function queueOf(socket: dgram.Socket): (() => void)[] | undefined {
  const state = symbolOrKey(socket, 'state symbol')
  return typeof state === 'object' && state !== null
    ? (Reflect.get(state, 'queue') as (() => void)[] | undefined)
    : undefined
}

function decide(judge: Judge, raw: string, port: number | undefined): Error | undefined {
  const address = canonicalHost(raw)
  const attempt: Attempt = {
    channel: 'udp',
    host: address,
    port,
    address,
    raw: port === undefined ? raw : `${raw}:${port}`,
  }
  return judge.decide(attempt, judge.carried() ?? judge.begin(attempt))
}

function peerOf(judge: Judge, handle: UdpHandle): { address: string; port: number | undefined } {
  const known = judge.connections.get(handle)
  if (known) return { address: known.host, port: known.port }
  const out: { address?: string; port?: number } = {}
  handle.getpeername(out)
  return { address: out.address ?? '', port: out.port }
}
