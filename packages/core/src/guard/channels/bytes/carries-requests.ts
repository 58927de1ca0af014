import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { builtins } from '../../node/builtins.ts'

/**
 * Whether a client is sending a request on a socket. The request is judged by method, URL and the scope that made it.
 *
 * Both clients release a socket that is idle or upgraded. What is written then is bytes, as on any other socket.
 */
export function carriesRequests(socket: Socket): boolean {
  return requestOn(socket) !== undefined || isHeldByUndici(socket)
}

/** The request that Node's own client sends on a socket. */
export function requestOn(socket: Socket): ClientRequest | undefined {
  const message: unknown = Reflect.get(socket, '_httpMessage')
  return isObject(message) && message instanceof builtins.httpClient.ClientRequest ? message : undefined
}

/** undici marks the sockets of its clients with symbols, and each copy of it has its own. */
function isHeldByUndici(socket: Socket): boolean {
  const isMark = (symbol: symbol): boolean => isObject(Reflect.get(socket, symbol))
  // Listing the symbols of a socket takes longer than all else here.
  if (marksSeen.some((marks) => marks.every(isMark))) return true
  const marks = Object.getOwnPropertySymbols(socket).filter((symbol) => {
    const { description } = symbol
    return (description === 'client' || description === 'parser') && isMark(symbol)
  })
  if (marks.length > 1) marksSeen.push(marks)
  return marks.length > 1
}

/** Of each copy of undici. */
const marksSeen: (readonly symbol[])[] = []

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
