import type { Socket } from 'node:net'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Needs } from '../../capabilities/channel.ts'
import type { Connection, SendingRequest } from '../../capabilities/connections.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { writeMethods } from '../../patch/write-handle.ts'
import { beyondRequests, isHead } from './beyond-requests.ts'
import { requestOn } from './carries-requests.ts'
import { chunksOf } from './chunks-of.ts'
import { judgeConnection } from './judge-connection.ts'
import { judgeTargets } from './judge-targets.ts'
import type { Link } from './links.ts'
import type { Asked } from './request-reader.ts'

type ReadNeeds = Needs<'ownership' | 'decide' | 'carriers'>

/** The arguments of a native write, as `chunksOf` reads them. */
export interface Written {
  readonly method: (typeof writeMethods)[number]
  readonly chunk: unknown
  readonly more: unknown
}

/** The socket of a write, if it has one, and whether a client sends a request there. */
interface Writing {
  readonly socket: Socket | undefined
  readonly isRequest: boolean
  readonly written: Written
}

/** Judges what written bytes ask of a proxy. Stops reading on a connection where that is ruled out. */
export function judgeRead(needs: ReadNeeds, link: Link, writing: Writing): EgressBlockedError | undefined {
  const { connection, reader } = link
  if (!connection || !reader) return undefined
  const { socket, isRequest, written } = writing
  const { method, chunk, more } = written
  const { sending } = connection
  const request = (socket && requestOn(socket)) ?? sending?.[0]?.request
  if (request && !sending && method !== 'writeUcs2String' && isHead(link, request, chunk)) return undefined
  const operation = request && needs.carriers.get(request)
  // The head of a request from before the guard has already left.
  if (isRequest && !operation && !sending) return undefined
  const foreign = beyondRequests(link, sending ?? sendingNow(request), chunksOf(method, chunk, more))
  if (foreign.length === 0) return undefined
  const targets = foreign.flatMap((bytes) => reader.read(bytes))
  if (reader.isDone()) link.reader = undefined
  return judgeBeyond(needs, connection, { socket, targets, operation, isFollowed: sending !== undefined })
}

/** What a chunk contains besides the requests of a client. */
interface Beyond {
  readonly socket: Socket | undefined
  readonly targets: readonly Asked[]
  /** That of the client's request, if it has one. */
  readonly operation: Operation | undefined
  readonly isFollowed: boolean
}

function judgeBeyond(needs: ReadNeeds, connection: Connection, beyond: Beyond): EgressBlockedError | undefined {
  const { socket, targets, operation, isFollowed } = beyond
  return inContext(needs, () => {
    const isOther = operation ? !needs.ownership.isMine(operation) : isFollowed
    const error = isOther ? judgeConnection(needs, connection) : undefined
    return error ?? judgeTargets(needs, connection, socket, targets)
  })
}

/** A stream above this one may write in the context of its creator. Then the code that writes to that stream counts. */
export function inContext<T>({ ownership }: Needs<'ownership'>, fn: () => T): T {
  const above = ownership.current()
  return above ? ownership.run(above, fn) : fn()
}

/** Node's own client sends one request at a time. Until its first bytes leave, the head as it is now is judged. Types omit the head. */
function sendingNow(request: object | undefined): SendingRequest[] {
  return request ? [{ request, head: String(Reflect.get(request, '_header')) }] : []
}
