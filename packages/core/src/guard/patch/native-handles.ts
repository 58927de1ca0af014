import { builtins } from '../node/builtins.ts'
import { type Binding, prototypeIn, withBinding } from './native-bindings.ts'
import { originalDns } from './original-dns.ts'
import type { Restore } from './replace-property.ts'
import { whenLoaded } from './when-loaded.ts'
import type { WriteHandle } from './write-handle.ts'

/** The request object that Node passes to a native connect. Native code reports the outcome by calling `oncomplete`. */
export interface ConnectRequest {
  oncomplete(status: number, handle: object, request: ConnectRequest, readable: boolean, writable: boolean): void
}

/** Methods of Node's native TCP handle that reach the network. */
export interface TcpHandle extends WriteHandle {
  bind(address: string, port: number, flags?: number): number
  bind6(address: string, port: number, flags?: number): number
  connect(request: ConnectRequest, address: string, port: number): number
  connect6(request: ConnectRequest, address: string, port: number): number
  listen(backlog: number): number
}

/** Methods of Node's native pipe handle that reach a unix socket. */
export interface PipeHandle extends WriteHandle {
  connect(request: ConnectRequest, path: string): number
  bind(path: string): number
  listen(backlog: number): number
}

/** The request object of one UDP datagram. */
export interface SendRequest {
  callback?: (error: Error | null, bytes?: number) => void
}

/** Methods of Node's native UDP handle that reach the network. */
export interface UdpHandle {
  bind(address: string, port: number, flags?: number): number
  bind6(address: string, port: number, flags?: number): number
  connect(address: string, port: number): number
  connect6(address: string, port: number): number
  send(request: SendRequest, list: readonly Uint8Array[], count: number, ...rest: readonly unknown[]): number
  send6(request: SendRequest, list: readonly Uint8Array[], count: number, ...rest: readonly unknown[]): number
  addMembership(group: string, iface?: string): number
  addSourceSpecificMembership(source: string, group: string, iface?: string): number
  recvStart(): number
  getpeername(out: { address?: string; port?: number }): number
}

/** The request object of one DNS lookup: `callback` for the callback API, `reject` for the promise API. */
export interface LookupRequest {
  hostname?: string
  port?: number
  family?: number
  callback?: (error: Error | null, ...rest: unknown[]) => void
  resolve?: (value: unknown) => void
  reject?: (error: Error) => void
  oncomplete(error: number | string | null, ...rest: unknown[]): void
}

/** The c-ares channel behind a resolver. Every `query*` method and `getHostByAddr` send packets. */
export interface CaresChannel {
  getServers(): [address: string, port: number][]
  setServers(servers: [family: number, address: string, port: number][]): number
}

/** Prototypes of Node's native handles. References that user code captured earlier do not bypass them. */
export interface NativeHandles {
  readonly tcp: TcpHandle
  readonly pipe: PipeHandle
  readonly udp: UdpHandle
  readonly addressRequest: Partial<LookupRequest>
  readonly nameRequest: Partial<LookupRequest>
  readonly cares: CaresChannel & Record<string, unknown>
}

/** How to find each prototype: in a binding, or from an object that a module creates without touching the network. */
const places: { readonly [K in keyof NativeHandles]: readonly [string, string, string, () => NativeHandles[K]] } = {
  tcp: ['tcp_wrap', 'TCP', 'net', tcpPrototype],
  pipe: ['pipe_wrap', 'Pipe', 'net', pipePrototype],
  udp: ['udp_wrap', 'UDP', 'dgram', udpPrototype],
  addressRequest: ['cares_wrap', 'GetAddrInfoReqWrap', 'dns', () => prototypeOf(originalDns().lookup('0', ignore))],
  nameRequest: [
    'cares_wrap',
    'GetNameInfoReqWrap',
    'dns',
    () => prototypeOf(originalDns().lookupService('127.0.0.1', 1, ignore)),
  ],
  cares: [
    'cares_wrap',
    'ChannelWrap',
    'dns',
    () => prototypeOf(symbolOrKey(new (originalDns().Resolver)(), '_handle')),
  ],
}

/**
 * Patches a native prototype once its binding is loaded. Where `process.binding` does not expose it, as under
 * `--permission`, it patches once the module is loaded that programs need to reach it. Returns the undo.
 */
export function withHandle<K extends keyof NativeHandles>(
  name: K,
  patch: (prototype: NativeHandles[K]) => Restore,
): Restore {
  const [binding, key, module, find] = places[name]
  const findLater = (): Restore => whenLoaded(module, () => patch(find()))
  const inBinding = (found: Binding): Restore => {
    // Safe, since Node's own code assumes the same shape.
    const known = prototypeIn(found, key) as NativeHandles[K] | undefined
    return known ? patch(known) : findLater()
  }
  return withBinding(binding, inBinding, findLater)
}

/** Reads a property that Node keeps under a string key or under a symbol with that description. */
export function symbolOrKey(target: object, name: string): unknown {
  const known = symbols.get(name)
  if (known !== undefined && known in target) return Reflect.get(target, known)
  if (name in target) return Reflect.get(target, name)
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) {
    const symbol = findOwn(at, name)
    if (symbol) return Reflect.get(target, symbol)
  }
  return undefined
}

/** Reads a property that Node or a library keeps under a symbol of the object itself. */
export function ownSymbol(target: object, name: string): unknown {
  const symbol = findOwn(target, name)
  return symbol && Reflect.get(target, symbol)
}

function findOwn(target: object, name: string): symbol | undefined {
  const known = symbols.get(name)
  if (known !== undefined && Object.hasOwn(target, known)) return known
  const symbol = Object.getOwnPropertySymbols(target).find(({ description }) => description === name)
  if (symbol) symbols.set(name, symbol)
  return symbol
}

/**
 * The last symbol that was found by each description. Listing the symbols of a handle would cost as much as the rest of a
 * gate. Several symbols may have the same description, so another one is searched for.
 */
const symbols = new Map<string, symbol>()

function tcpPrototype(): TcpHandle {
  const socket = builtins.net.connect({ host: 'x.invalid', port: 1, lookup: ignore })
  const prototype = prototypeOf<TcpHandle>(symbolOrKey(socket, '_handle'))
  socket.on('error', ignore).destroy()
  return prototype
}

/** Node makes the handle, then announces the attempt, then connects. Throwing at the announcement touches nothing. */
function pipePrototype(): PipeHandle {
  const socket = new builtins.net.Socket()
  const found: { prototype?: PipeHandle } = {}
  const leave = new Error('agentguard looks at a handle')
  socket.on('error', ignore).on('connectionAttempt', () => {
    found.prototype = prototypeOf<PipeHandle>(symbolOrKey(socket, '_handle'))
    throw leave
  })
  try {
    socket.connect({ path: '\0agentguard-probe' })
  } catch (error) {
    if (error !== leave) throw error
  }
  socket.destroy()
  if (!found.prototype) throw missing('pipe')
  return found.prototype
}

function udpPrototype(): UdpHandle {
  const socket = builtins.dgram.createSocket('udp4')
  const state = symbolOrKey(socket, 'state symbol')
  const handle = typeof state === 'object' && state !== null ? symbolOrKey(state, 'handle') : undefined
  const prototype = prototypeOf<UdpHandle>(handle)
  socket.close()
  return prototype
}

/** Safe, since Node's own code assumes it: one native class makes each of these objects. */
function prototypeOf<T>(value: unknown): T {
  if (typeof value !== 'object' || value === null) throw missing('native')
  const prototype: unknown = Object.getPrototypeOf(value)
  // A DNS lookup that the permission model refuses returns a plain object. No native one follows.
  return (prototype === Object.prototype ? {} : prototype) as T
}

function missing(name: string): Error {
  return new Error(`agentguard cannot find the ${name} handle on Node ${process.version}: please report this version`)
}

function ignore(): void {}
