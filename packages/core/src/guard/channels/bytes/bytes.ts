import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { builtins } from '../../node/builtins.ts'
import { type TlsWrap, withTls } from '../../patch/native-bindings.ts'
import { symbolOrKey, withHandle } from '../../patch/native-handles.ts'
import { apply } from '../../node/originals.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { type WriteHandle, writeMethods } from '../../patch/write-handle.ts'
import { carriesRequests } from './carries-requests.ts'
import { failWrite } from './fail-write.ts'
import { attemptOn, judgeConnection } from './judge-connection.ts'
import { inContext, judgeRead, type Written } from './judge-read.ts'
import { createLinks, type Link, type Links } from './links.ts'
import { bytesProbe } from './probe-bytes.ts'
import { type QueuedWrites, watchQueuedWrites } from './queued-writes.ts'
import { refuseTls } from '../connect/refuse-tls.ts'
import { serveOthers } from '../connect/serve-others.ts'
import { watchWrappedStreams, type WrappedStreams } from './wrapped-streams.ts'

/**
 * Bytes on connections that are already open, whatever opened them: a pool, a hook, another test, or code from before
 * the guard.
 *
 * A connection remembers the scope and policy under which bytes were allowed. While the writer has the same ones, a
 * write costs one comparison. Otherwise the connection is judged for the writer. Requests of HTTP clients are judged as
 * requests.
 */
export const bytes: Channel = {
  name: 'bytes',
  install: (needs) => {
    const links = createLinks(needs)
    const queued = watchQueuedWrites((socket) => beginQueued(needs, links, socket))
    const wrapped = watchWrappedStreams()
    const gates = { ...needs, links, queued, wrapped }
    return restoreAll([
      withHandle('tcp', (handle) => gateWrites(gates, handle)),
      withHandle('pipe', (handle) => gateWrites(gates, handle)),
      withTls((tlsWrap) => restoreAll([gateWrites(gates, tlsWrap), gateHandshake(gates, tlsWrap)])),
      queued.restore,
      wrapped.restore,
    ])
  },
  probe: bytesProbe,
}

type JudgeNeeds = Needs<'ownership' | 'decide' | 'carriers'>

interface GateNeeds extends JudgeNeeds, Needs<'carriers'> {
  readonly links: Links
  readonly queued: QueuedWrites
  readonly wrapped: WrappedStreams
}

function gateWrites(needs: GateNeeds, prototype: WriteHandle): Restore {
  return restoreAll(writeMethods.map((key) => replaceProperty(prototype, key, (write) => gate(needs, key, write))))
}

function gate(
  needs: GateNeeds,
  method: (typeof writeMethods)[number],
  write: WriteHandle['writeBuffer'],
): WriteHandle['writeBuffer'] {
  const { ownership, links } = needs
  const judgeFirst = (handle: object, args: WriteArguments): ReturnType<typeof write> => {
    const error = judgeWrite(needs, handle, { method, chunk: args[1], more: args[2] })
    if (error) return failWrite(args[0], ownerOf(handle), error)
    return links.of(handle) ? apply(write, handle, args) : writeAs(ownership, () => apply(write, handle, args))
  }
  // A closure here would allocate memory at every write.
  return function (this: object, request, chunk, more) {
    const link = links.of(this)
    if (link && isClear(needs, link)) return apply(write, this, [request, chunk, more])
    return judgeFirst(this, [request, chunk, more])
  }
}

type WriteArguments = Parameters<WriteHandle['writeBuffer']>

/** Whether the bytes need no judgement: the writer is the last one allowed, no write waits, and no proxy request is possible. */
function isClear({ ownership, queued, wrapped }: GateNeeds, { connection, reader }: Link): boolean {
  if (connection === undefined) return true
  if (reader !== undefined || queued.count() > 0 || wrapped.writing() !== undefined) return false
  const last = connection.passed?.[0]
  return last !== undefined && ownership.holds(last)
}

function judgeWrite(needs: GateNeeds, handle: object, written: Written): EgressBlockedError | undefined {
  const { ownership, carriers, links, wrapped } = needs
  const link = links.of(handle)
  if (!link?.connection) return undefined
  const above = wrapped.writing()
  if (above) links.join(above, link)
  const socket = ownerOf(handle)
  const last = link.connection.passed?.[0]
  const isRequest = socket !== undefined && carriesRequests(socket)
  const error = judgeWriters(needs, link.connection, socket, isRequest)
  if (error) return error
  const before = last ?? (socket && carriers.get(socket))
  if (before && !ownership.isMine(before)) serveOthers(ownership, handle, 'onread')
  return judgeRead(needs, link, { socket, isRequest, written })
}

/** A stream of JavaScript shows where it leads when it writes, which happens in the context of its creator. */
function writeAs<T>(ownership: GateNeeds['ownership'], write: () => T): T {
  return ownership.run(ownership.begin({ channel: 'tcp', raw: 'a stream' }), write)
}

/** Judges the code that writes, and the code whose earlier writes had to wait for this one. */
function judgeWriters(
  needs: GateNeeds,
  connection: Connection,
  socket: Socket | undefined,
  isRequest: boolean,
): EgressBlockedError | undefined {
  const waiting = needs.queued.take(socket)
  const error = waiting.length > 0 ? judgeWaiting(needs, connection, waiting) : undefined
  return error || isRequest ? error : judgeInContext(needs, connection)
}

function judgeWaiting(
  needs: GateNeeds,
  connection: Connection,
  waiting: readonly Operation[],
): EgressBlockedError | undefined {
  for (const operation of waiting) {
    const error = needs.ownership.run(operation, () => judgeConnection(needs, connection))
    if (error) return error
  }
  return undefined
}

function judgeInContext(needs: GateNeeds, connection: Connection): EgressBlockedError | undefined {
  return inContext(needs, () => judgeConnection(needs, connection))
}

/** On a socket that other code connected, a TLS handshake writes its first bytes below every other gate. */
function gateHandshake(needs: GateNeeds, prototype: TlsWrap): Restore {
  return replaceProperty(prototype, 'start', (start) => {
    return function (this: TlsWrap): void {
      const socket = ownerOf(this)
      const connection = socket && Reflect.get(socket, '_parent') ? needs.links.of(this)?.connection : undefined
      const error = socket && connection && judgeWriters(needs, connection, socket, carriesRequests(socket))
      if (error) return refuseTls(this, socket, error)
      return apply(start, this, [])
    }
  })
}

/** Begins an operation where the writer is not the code that opened the connection or wrote last. */
function beginQueued(
  { ownership, carriers }: Needs<'ownership' | 'carriers'>,
  links: Links,
  socket: Socket,
): Operation | undefined {
  const link = links.ofSocket(socket)
  const opening = carriers.get(socket)
  const connection = link?.connection
  const last = connection?.passed?.[0] ?? (link ? undefined : opening)
  if ((link && !connection) || (last && ownership.holds(last)) || carriesRequests(socket)) return undefined
  if (connection) return ownership.begin(attemptOn(connection))
  if (!opening) return undefined
  const { host, port, unixPath, raw } = opening.attempt
  return ownership.begin({ channel: unixPath === undefined ? 'tcp' : 'pipe', host, port, unixPath, raw })
}

function ownerOf(handle: object): Socket | undefined {
  const owner = symbolOrKey(handle, 'owner_symbol')
  return owner instanceof builtins.net.Socket ? owner : undefined
}
