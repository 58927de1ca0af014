import type { Socket } from 'node:net'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Connection } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { builtins } from '../../node/builtins.ts'
import { findNativeBindings, type TlsWrap } from '../../node/native-bindings.ts'
import { symbolOrKey, withHandle } from '../../node/native-handles.ts'
import { apply } from '../../node/originals.ts'
import { replaceProperty, type Restore } from '../../node/replace-property.ts'
import { restoreAll } from '../../node/restore-all.ts'
import { type WriteHandle, writeMethods } from '../../node/write-handle.ts'
import { carriesRequests } from './carries-requests.ts'
import { chunksOf } from './chunks-of.ts'
import { failWrite } from './fail-write.ts'
import { judgeTargets } from './judge-targets.ts'
import { createLinks, type Link, type Links } from './links.ts'
import { type QueuedWrites, watchQueuedWrites } from './queued-writes.ts'
import { refuseTls } from './refuse-tls.ts'
import { serveOthers } from './serve-others.ts'
import { watchWrappedStreams, type WrappedStreams } from './wrapped-streams.ts'

/**
 * Bytes on connections that are open already, whoever opened them: a pool, a hook, another test, or code from before the guard.
 *
 * A connection remembers under which scope and policy bytes passed. While those of the writer are the same, a write costs one comparison;
 * otherwise the connection is judged for the writer. Requests of HTTP clients are judged as requests.
 */
export const bytes: Channel = {
  name: 'bytes',
  install: (needs) => {
    const links = createLinks(needs)
    const queued = watchQueuedWrites((socket) => beginQueued(needs, links, socket))
    const wrapped = watchWrappedStreams()
    const gates = { ...needs, links, queued, wrapped }
    const { tlsWrap } = findNativeBindings()
    return restoreAll([
      withHandle('tcp', (handle) => gateWrites(gates, handle)),
      withHandle('pipe', (handle) => gateWrites(gates, handle)),
      ...(tlsWrap ? [gateWrites(gates, tlsWrap), gateHandshake(gates, tlsWrap)] : []),
      queued.restore,
      wrapped.restore,
    ])
  },
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
  const { ownership, carriers, links, queued, wrapped } = needs
  return function (this: object, request, chunk, more) {
    const link = links.of(this)
    const above = wrapped.writing()
    if (above && link) links.join(above, link)
    const last = link?.connection?.passed?.[0]
    if (link?.connection && (queued.count() > 0 || last === undefined || !ownership.holds(last))) {
      const socket = ownerOf(this)
      const error = judgeWriters(needs, link.connection, socket)
      if (error) return failWrite(request, socket, error)
      const before = last ?? (socket && carriers.get(socket))
      if (before && !ownership.isMine(before)) serveOthers(ownership, this, 'onread')
    }
    if (link?.reader && link.connection) {
      const socket = ownerOf(this)
      const error = judgeRead(needs, link, socket, () => chunksOf(method, chunk, more))
      if (error) return failWrite(request, socket, error)
    }
    if (link) return apply(write, this, [request, chunk, more])
    return ownership.run(ownership.begin(unknown), () => apply(write, this, [request, chunk, more]))
  }
}

/** What is asked of a proxy in these bytes; on a connection where nothing is, no one reads on. */
function judgeRead(
  needs: GateNeeds,
  link: Link,
  socket: Socket | undefined,
  chunks: () => readonly Buffer[],
): EgressBlockedError | undefined {
  const { connection, reader } = link
  if (!connection || !reader || (socket && carriesRequests(socket))) return undefined
  const targets = chunks().flatMap((bytes) => reader.read(bytes))
  if (reader.isDone()) link.reader = undefined
  return inContext(needs, () => judgeTargets(needs, connection, socket, targets))
}

/** Where a stream of JavaScript leads shows when it writes, which it does in the context of whoever made it. */
const unknown = { channel: 'tcp', raw: 'a stream' } as const

/** The code that writes, and those whose earlier writes had to wait for this. */
function judgeWriters(
  needs: GateNeeds,
  connection: Connection,
  socket: Socket | undefined,
): EgressBlockedError | undefined {
  const { ownership, queued } = needs
  for (const operation of queued.take(socket)) {
    const error = ownership.run(operation, () => judge(needs, connection))
    if (error) return error
  }
  if (socket && carriesRequests(socket)) return undefined
  return inContext(needs, () => judge(needs, connection))
}

/** A stream above this one may write in the context of whoever made it: then the code that writes to that one counts. */
function inContext<T>({ ownership }: Needs<'ownership'>, fn: () => T): T {
  const above = ownership.current()
  return above ? ownership.run(above, fn) : fn()
}

/** The verdict on a connection for whoever writes now, recorded once for each scope. */
function judge({ ownership, decide }: JudgeNeeds, connection: Connection): EgressBlockedError | undefined {
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

/** Scopes remembered of one connection: more than write to it in turns. */
const remembered = 8

function attemptOn({ host, port, address, unixPath, own }: Connection): Attempt {
  if (unixPath !== undefined) return { channel: 'pipe', unixPath, raw: unixPath, ...(own && { own }) }
  return { channel: 'tcp', host, port, address, raw: `${host}:${port}`, ...(own && { own }) }
}

/** A TLS handshake on a socket that somebody else connected writes its first bytes below every other gate. */
function gateHandshake(needs: GateNeeds, prototype: TlsWrap): Restore {
  return replaceProperty(prototype, 'start', (start) => {
    return function (this: TlsWrap): void {
      const socket = ownerOf(this)
      const connection = socket && Reflect.get(socket, '_parent') ? needs.links.of(this)?.connection : undefined
      const error = connection && judgeWriters(needs, connection, socket)
      if (socket && error) return refuseTls(this, socket, error)
      return apply(start, this, [])
    }
  })
}

/** Where the code that asks is another than that which opened the connection or wrote last. */
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
