import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { builtins } from '../../node/builtins.ts'

/**
 * True while a client sends a request on a socket: that is judged as a request, by method, URL and the scope that made it.
 *
 * Both clients let a socket go when it is idle or upgraded; what is written then is bytes as on any other one.
 */
export function carriesRequests(socket: Socket): boolean {
  return requestOn(socket) !== undefined || isHeldByUndici(socket)
}

/** The request that Node's own client sends on a socket. */
export function requestOn(socket: Socket): ClientRequest | undefined {
  const message: unknown = Reflect.get(socket, '_httpMessage')
  return isObject(message) && message instanceof builtins.httpClient.ClientRequest ? message : undefined
}

/** undici marks the sockets of its clients by symbols, each copy by its own. */
function isHeldByUndici(socket: Socket): boolean {
  const held = Object.getOwnPropertySymbols(socket).filter((symbol) => {
    const { description } = symbol
    return (description === 'client' || description === 'parser') && isObject(Reflect.get(socket, symbol))
  })
  return held.length > 1
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
