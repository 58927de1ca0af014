import { resolve } from 'node:path'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { builtins } from '../node/builtins.ts'

/** A native handle that can say where it is bound; closed handles answer with an error number. */
export interface BoundHandle {
  getsockname(out: { address?: string; port?: number; family?: string }): number
}

/** A listener as other processes and threads of the same run are told of it. */
export type BoundAt =
  | { readonly kind: 'tcp' | 'udp'; readonly address: string; readonly port: number }
  | { readonly kind: 'path'; readonly path: string }

/** How listeners become known to the other processes and threads of the run. */
export interface SharedListeners {
  publish(bound: BoundAt): void
  /** What the others published since the last time. */
  read(): readonly BoundAt[]
}

/** The servers of this process, its workers and its guarded children: what listens here is not egress. */
export interface OwnListeners {
  addTcp(handle: BoundHandle): void
  addUdp(handle: BoundHandle): void
  addPath(path: string, handle: { readonly fd?: number }): void
  ownsTcp(address: string, port: number): boolean
  ownsUdp(address: string, port: number): boolean
  ownsPath(path: string): boolean
  /** From here on, tells the others, starting with what is listening now, and learns from them. */
  share(shared: SharedListeners): void
}

/** Creates an empty registry. Handles are held weakly and asked when it matters, so closing one needs no hook. */
export function createOwnListeners(): OwnListeners {
  const others = createOthers()
  const tcp = createPorts('tcp', others)
  const udp = createPorts('udp', others)
  const paths = new Map<string, WeakRef<{ readonly fd?: number }>>()
  return {
    addTcp: tcp.add,
    addUdp: udp.add,
    addPath: (path, handle) => {
      paths.set(canonicalPath(path), new WeakRef(handle))
      others.publish({ kind: 'path', path: canonicalPath(path) })
    },
    ownsTcp: tcp.owns,
    ownsUdp: udp.owns,
    ownsPath: (path) => isOpen(paths.get(canonicalPath(path))?.deref()) || others.ownsPath(canonicalPath(path)),
    share: (shared) => {
      others.join(shared)
      for (const bound of [...tcp.list(), ...udp.list()]) others.publish(bound)
      for (const [path, handle] of paths) if (isOpen(handle.deref())) others.publish({ kind: 'path', path })
    },
  }
}

/** A closed handle has no descriptor; on Windows no pipe ever has one. */
function isOpen(handle: { readonly fd?: number } | undefined): boolean {
  return handle !== undefined && (process.platform === 'win32' || handle.fd !== -1)
}

/** What other processes and threads of the run listen on. */
interface Others {
  join(shared: SharedListeners): void
  publish(bound: BoundAt): void
  ownsPort(kind: 'tcp' | 'udp', address: string, port: number): boolean
  ownsPath(path: string): boolean
}

function createOthers(): Others {
  const known: BoundAt[] = []
  let shared: SharedListeners | undefined
  const refreshed = (): readonly BoundAt[] => {
    if (shared) known.push(...shared.read())
    return known
  }
  return {
    join: (given) => {
      shared ??= given
    },
    publish: (bound) => shared?.publish(bound),
    ownsPort: (kind, address, port) =>
      refreshed().some((bound) => bound.kind === kind && bound.port === port && covers(bound.address, address)),
    ownsPath: (path) => refreshed().some((bound) => bound.kind === 'path' && bound.path === path),
  }
}

interface Ports {
  add(handle: BoundHandle): void
  owns(address: string, port: number): boolean
  list(): readonly BoundAt[]
}

function createPorts(kind: 'tcp' | 'udp', others: Others): Ports {
  const byPort = new Map<number, Set<WeakRef<BoundHandle>>>()
  const add = (handle: BoundHandle): void => {
    const bound = boundTo(handle)
    if (!bound) return
    const refs = byPort.get(bound.port) ?? new Set()
    byPort.set(bound.port, refs.add(new WeakRef(handle)))
    others.publish({ kind, ...bound })
  }
  const owns = (address: string, port: number): boolean =>
    ownsHere(address, port) || others.ownsPort(kind, address, port)
  const ownsHere = (address: string, port: number): boolean => {
    const refs = byPort.get(port)
    if (!refs) return false
    for (const ref of refs) {
      const handle = ref.deref()
      const bound = handle && boundTo(handle)
      if (!bound || bound.port !== port) refs.delete(ref)
      else if (covers(bound.address, address)) return true
    }
    if (refs.size === 0) byPort.delete(port)
    return false
  }
  const list = (): BoundAt[] =>
    [...byPort.values()].flatMap((refs) => [...refs].flatMap((ref) => boundAt(kind, ref.deref())))
  return { add, owns, list }
}

function boundAt(kind: 'tcp' | 'udp', handle: BoundHandle | undefined): BoundAt[] {
  const bound = handle && boundTo(handle)
  return bound ? [{ kind, ...bound }] : []
}

function boundTo(handle: BoundHandle): { address: string; port: number } | undefined {
  const out: { address?: string; port?: number } = {}
  if (handle.getsockname(out) !== 0 || out.address === undefined || !out.port) return undefined
  return { address: canonicalHost(out.address), port: out.port }
}

/** `::` also takes IPv4 connections on every system that Node listens on by default. */
function covers(bound: string, address: string): boolean {
  if (address === '0.0.0.0' || address === '::') return isUnspecified(bound) || bound === '127.0.0.1' || bound === '::1'
  if (bound === address) return true
  if (bound === '::') return isLocal(address)
  return bound === '0.0.0.0' && !address.includes(':') && isLocal(address)
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}

function isLocal(address: string): boolean {
  if (isUnspecified(address) || address.startsWith('127.') || address === '::1' || address === 'localhost') return true
  return Object.values(builtins.os.networkInterfaces()).some((list) =>
    list?.some((entry) => canonicalHost(entry.address) === address),
  )
}

/** The whole path of a unix socket. Abstract sockets (leading NUL) and Windows pipes are names, not files. */
export function canonicalPath(path: string): string {
  return path.startsWith('\0') || path.startsWith('\\\\') ? path : resolve(path)
}
