import { resolve } from 'node:path'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { builtins } from '../node/builtins.ts'
import { type BoundAt, type BoundPath, type BoundPort, fileAt, isAlive, lifeOf } from './bound-at.ts'

/** A native handle that can say where it is bound; closed handles answer with an error number. */
export interface BoundHandle {
  getsockname(out: { address?: string; port?: number; family?: string }): number
}

/** How listeners become known to the other processes and threads of the run. */
export interface SharedListeners {
  publish(bound: BoundAt): void
  /** What the others published since the last time. */
  read(): readonly BoundAt[]
}

/** The servers of this process, its workers and its guarded children: what listens here is not egress. */
export interface OwnListeners {
  /** `only6` where it takes connections for IPv6 alone. */
  addTcp(handle: BoundHandle, only6?: boolean): void
  addUdp(handle: BoundHandle, only6?: boolean): void
  addPath(path: string, handle: { readonly fd?: number }): void
  ownsTcp(address: string, port: number): boolean
  ownsUdp(address: string, port: number): boolean
  ownsPath(path: string): boolean
  /** Whether a TCP server of this process has listened there, be it closed by now. */
  hadTcp(address: string, port: number): boolean
  /** From here on, tells the others, starting with what is listening now, and learns from them. */
  share(shared: SharedListeners): void
}

/** Creates an empty registry. Handles are held weakly and asked when it matters, so closing one needs no hook. */
export function createOwnListeners(): OwnListeners {
  const others = createOthers()
  const tcp = createPorts('tcp', others)
  const udp = createPorts('udp', others)
  const paths = createPaths(others)
  return {
    addTcp: tcp.add,
    addUdp: udp.add,
    addPath: paths.add,
    ownsTcp: tcp.owns,
    ownsUdp: udp.owns,
    ownsPath: paths.owns,
    hadTcp: tcp.had,
    share: (shared) => {
      others.join(shared)
      for (const bound of [...tcp.list(), ...udp.list(), ...paths.list()]) others.publish(bound)
    },
  }
}

type PipeHandle = { readonly fd?: number }

/** A path belongs to its listener while the file there is the one that the listener made: anyone may unlink it, and bind it again. */
function createPaths(others: Others) {
  const known = new Map<string, { readonly ref: WeakRef<PipeHandle>; readonly file: string | undefined }>()
  const bound = (path: string): BoundPath | undefined => {
    const { ref, file } = known.get(path) ?? {}
    const handle = ref?.deref()
    return handle && isOpen(handle) ? { kind: 'path', path, file, life: lifeOf(handle) } : undefined
  }
  return {
    add: (given: string, handle: PipeHandle): void => {
      const path = canonicalPath(given)
      known.set(path, { ref: new WeakRef(handle), file: fileAt(path) })
      others.publish({ kind: 'path', path, file: fileAt(path), life: lifeOf(handle) })
    },
    owns: (given: string): boolean => {
      const path = canonicalPath(given)
      const here = bound(path)
      return (here !== undefined && here.file === fileAt(path)) || others.ownsPath(path)
    },
    list: (): BoundPath[] => [...known.keys()].flatMap((path) => bound(path) ?? []),
  }
}

/** A closed handle has no descriptor; on Windows no pipe ever has one. */
function isOpen(handle: PipeHandle): boolean {
  return process.platform === 'win32' || handle.fd !== -1
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
      refreshed().some(
        (bound) => bound.kind === kind && bound.port === port && covers(bound, address) && goesOn(bound),
      ),
    ownsPath: (path) =>
      refreshed().some(
        (bound) => bound.kind === 'path' && bound.path === path && bound.file === fileAt(path) && goesOn(bound),
      ),
  }
}

function goesOn({ life }: BoundAt): boolean {
  return life === undefined || isAlive(life)
}

interface Ports {
  add(handle: BoundHandle, only6?: boolean): void
  owns(address: string, port: number): boolean
  had(address: string, port: number): boolean
  list(): readonly BoundAt[]
}

function createPorts(kind: 'tcp' | 'udp', others: Others): Ports {
  const byPort = new Map<number, Set<WeakRef<BoundHandle>>>()
  const only6Handles = new WeakSet<BoundHandle>()
  const ever: BoundPort[] = []
  const boundTo = (handle: BoundHandle): BoundPort | undefined => {
    const bound = addressOf(handle)
    return bound && { kind, ...bound, only6: only6Handles.has(handle) || undefined }
  }
  const add = (handle: BoundHandle, only6 = false): void => {
    if (only6) only6Handles.add(handle)
    const bound = boundTo(handle)
    if (!bound) return
    ever[bound.port] = bound
    const refs = byPort.get(bound.port) ?? new Set()
    byPort.set(bound.port, refs.add(new WeakRef(handle)))
    others.publish({ ...bound, life: lifeOf(handle) })
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
      else if (covers(bound, address)) return true
    }
    if (refs.size === 0) byPort.delete(port)
    return false
  }
  const had = (address: string, port: number): boolean => ever[port] !== undefined && covers(ever[port], address)
  return { add, owns, had, list: () => [...byPort.values()].flatMap((refs) => listBound(refs, boundTo)) }
}

function listBound(
  refs: Iterable<WeakRef<BoundHandle>>,
  boundTo: (handle: BoundHandle) => BoundPort | undefined,
): BoundPort[] {
  return [...refs].flatMap((ref) => {
    const handle = ref.deref()
    const bound = handle && boundTo(handle)
    return bound ? [{ ...bound, life: lifeOf(handle) }] : []
  })
}

function addressOf(handle: BoundHandle): { address: string; port: number } | undefined {
  const out: { address?: string; port?: number } = {}
  if (handle.getsockname(out) !== 0 || out.address === undefined || !out.port) return undefined
  return { address: canonicalHost(out.address), port: out.port }
}

/** `::` also takes IPv4 connections on every system that Node listens on by default. To connect to no address is to connect to loopback. */
function covers({ address: bound, only6 }: BoundPort, asked: string): boolean {
  const address = asked === '0.0.0.0' ? '127.0.0.1' : asked === '::' ? '::1' : asked
  if (bound === address) return true
  if (bound === '::') return (only6 !== true || address.includes(':')) && isLocal(address)
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
